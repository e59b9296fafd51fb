import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a board of QEMU boots: the same that ours is given. */
export interface BootFiles {
  readonly kernel: string;
  readonly initrd: Uint8Array;
  readonly bootargs: string;
  /** Bytes of RAM. */
  readonly memory: number;
  /** What is typed at the console. */
  readonly input?: string;
}

export interface QemuRun {
  readonly console: string;
  /** The exit status, which the guest chose by the finisher; undefined: it was ended from outside. */
  readonly status: number | undefined;
  readonly errors: string;
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
    return await run(
      [
        ...['-machine', 'virt', '-bios', 'none', '-nographic', '-monitor', 'none', '-no-reboot'],
        ...['-m', `${files.memory / 2 ** 20}M`, '-kernel', files.kernel],
        ...['-initrd', initrd, '-append', files.bootargs],
      ],
      enough,
      files.input,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(
  args: readonly string[],
  enough: (console: string) => boolean,
  input: string | undefined,
): Promise<QemuRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => undefined); // it need not read all
    child.stdin.end(input ?? '');
    let console = '';
    let errors = '';
    const deadline = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      console += text;
      if (enough(console)) child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(deadline);
      resolve({ console, status: status ?? undefined, errors });
    });
  });
}
