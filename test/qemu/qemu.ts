import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a board of QEMU boots: the same that ours is given. */
export interface BootFiles {
  readonly kernel: string;
  readonly initrd: Uint8Array;
  readonly bootargs: string;
  /** Bytes of RAM. */
  readonly memory: number;
  /** The contents of a disk on the first virtio slot, of which QEMU gets a copy. */
  readonly disk?: Uint8Array | undefined;
  readonly cpus?: number;
  /** What is typed at the console. */
  readonly input?: string;
  /** Time is the number of instructions, as on our machine, and not the host's: how busy that is changes nothing. */
  readonly countsInstructions?: boolean;
}

export interface QemuRun {
  readonly console: string;
  /** The exit status, which the guest chose by the finisher; undefined: it was ended from outside. */
  readonly status: number | undefined;
  readonly errors: string;
  /** The disk as the guest left it. */
  readonly disk?: Uint8Array;
}

const PROGRAM = 'qemu-system-riscv64';

export const qemuIsInstalled = (): boolean => spawnSync(PROGRAM, ['--version']).status === 0;

/** Boots the `virt` board. Ends by itself, or when `enough` is true of the console's text so far, or after a minute. */
export async function runOnQemu(
  files: BootFiles,
  enough: (console: string) => boolean = () => false,
): Promise<QemuRun> {
  const folder = await mkdtemp(join(tmpdir(), 'trapframe-qemu-'));
  try {
    const initrd = join(folder, 'initrd.cpio');
    await writeFile(initrd, files.initrd);
    const disk = files.disk && join(folder, 'disk.img');
    if (disk !== undefined) await writeFile(disk, files.disk!);
    const ended = await run(
      [
        '-machine',
        'virt',
        '-bios',
        'none',
        '-nographic',
        '-monitor',
        'none',
        '-no-reboot',
        '-m',
        `${files.memory / 2 ** 20}M`,
        '-smp',
        String(files.cpus ?? 1),
        ...(disk === undefined
          ? []
          : [
              '-global',
              'virtio-mmio.force-legacy=false',
              '-drive',
              `file=${disk},if=none,format=raw,id=disk`,
              '-device',
              'virtio-blk-device,drive=disk,bus=virtio-mmio-bus.0',
            ]),
        '-kernel',
        files.kernel,
        '-initrd',
        initrd,
        '-append',
        files.bootargs,
        // 2^7 ns an instruction: about one tick of the 10 MHz timer.
        ...(files.countsInstructions === true ? ['-icount', 'shift=7,sleep=off'] : []),
      ],
      enough,
      files.input,
      join(folder, 'console'),
    );
    return disk === undefined ? ended : { ...ended, disk: await readFile(disk) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The console goes to a file: bytes that come one by one fill a pipe sooner than a busy computer empties it, and then QEMU
 * drops some.
 */
async function run(
  args: readonly string[],
  enough: (console: string) => boolean,
  input: string | undefined,
  output: string,
): Promise<QemuRun> {
  const file = await open(output, 'w');
  const child = spawn(PROGRAM, args, { stdio: ['pipe', file.fd, 'pipe'] });
  const console = (): string => readFileSync(output, 'latin1');
  const look = setInterval(() => enough(console()) && child.kill('SIGKILL'), 20);
  const deadline = setTimeout(() => child.kill('SIGKILL'), 60_000);
  try {
    return await new Promise((resolve, reject) => {
      child.stdin!.on('error', () => undefined); // it need not read all
      child.stdin!.end(input ?? '');
      let errors = '';
      child.stderr!.setEncoding('utf8').on('data', (text: string) => (errors += text));
      child.on('error', reject);
      child.on('close', (status) => resolve({ console: console(), status: status ?? undefined, errors }));
    });
  } finally {
    clearInterval(look);
    clearTimeout(deadline);
    await file.close();
  }
}
