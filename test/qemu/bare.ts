import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An image for the bare board, and what is plugged into it. */
export interface BareRun {
  readonly image: Uint8Array;
  readonly cpus?: number;
  readonly input?: string;
  readonly disk?: Uint8Array;
}

export interface BareResult {
  readonly console: string;
  /** The disk as the run left it. */
  readonly disk?: Uint8Array;
}

/** Runs an image on QEMU's board until it ends, for a minute at most. Input is sent when the guest has printed something. */
export async function runBare({ image, cpus = 1, input = '', disk }: BareRun): Promise<BareResult> {
  const folder = await mkdtemp(join(tmpdir(), 'trapframe-bare-'));
  try {
    const kernel = join(folder, 'image.elf');
    await writeFile(kernel, image);
    const args = [
      '-machine',
      'virt',
      '-bios',
      'none',
      '-nographic',
      '-monitor',
      'none',
      '-no-reboot',
      '-m',
      '16M',
      '-global',
      'virtio-mmio.force-legacy=false',
      '-smp',
      String(cpus),
      '-kernel',
      kernel,
    ];
    const drive = join(folder, 'disk.img');
    if (disk) {
      await writeFile(drive, disk);
      args.push('-drive', `file=${drive},if=none,format=raw,id=x0`);
      args.push('-device', 'virtio-blk-device,drive=x0,bus=virtio-mmio-bus.0');
    }
    const console = await run(args, input);
    return { console, ...(disk && { disk: new Uint8Array(await readFile(drive)) }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('qemu-system-riscv64', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const deadline = setTimeout(() => child.kill('SIGKILL'), 60_000);
    let console = '';
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      if (console === '') child.stdin.write(input);
      console += text;
    });
    child.stdin.on('error', () => {}); // It may have ended already.
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(deadline);
      resolve(console);
    });
  });
}
