import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeHost } from '../../src/host/node-host';
import { Debugger } from '../../src/debug/debugger';
import { compile } from '../../src/debug/expressions/evaluate';
import { boot, type Booted } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';

/** Microseconds to find out that a condition is false, at a system call of the real kernel. */
export interface ConditionCosts {
  /** CPU time. */
  readonly ours: number;
  /** By the clock, as gdb and QEMU take turns; undefined where one of them is not installed. */
  readonly gdb: number | undefined;
}

const CALLS = 200_000;
/** gdb gets fewer to do. */
const GDB_CALLS = 500;
const CONDITION = 'pid == 3 && a7 == SYS_fork';
const CONDITION_IN_GDB = 'cpus[0].current->pid == 3 && $a7 == 2';
/** Of the breakpoint that is never reached, in the run to compare with. */
const NEVER = 'break panic';

/** Makes so many system calls that do next to nothing, and ends. */
const program = (calls: number): string => `
        .globl main
main:   li      s0, ${calls}
again:  li      a7, SYS_getpid
        ecall
        addi    s0, s0, -1
        bnez    s0, again
        li      a0, 0
        ret
`;

/** @param root of the repository */
export async function conditionCosts(root: string): Promise<ConditionCosts> {
  const folder = mkdtempSync(join(tmpdir(), 'trapframe-conditions-'));
  const prepare = (calls: number): Promise<Booted> => {
    const path = join(folder, 'calls.s');
    writeFileSync(path, program(calls));
    return boot(readLaunchConfiguration({ program: path }), nodeHost(join(root, 'dist')));
  };
  try {
    const plain = await run(await prepare(CALLS), false);
    const filtered = await run(await prepare(CALLS), true);
    const isThere = ['gdb-multiarch', 'qemu-system-riscv64'].every(
      (command) => spawnSync(command, ['--version']).status === 0,
    );
    const gdb = isThere ? await inGdb(await prepare(GDB_CALLS), folder) : undefined;
    return { ours: (filtered - plain) / CALLS, gdb };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** CPU microseconds of a run under the debugger. */
async function run(booted: Booted, isFiltered: boolean): Promise<number> {
  const pace = { slice: 1_000_000, rest: () => Promise.resolve() };
  const target = new Debugger(booted, { pace, sourceRoot: '/' });
  if (isFiltered) target.setFilters([{ id: 'syscall', condition: compile(CONDITION) }]);
  const before = process.cpuUsage();
  await new Promise<void>((resolve, reject) => {
    target.ended.on(() => resolve());
    target.stopped.on(({ description }) => reject(new Error(`it stopped: ${description}`)));
    target.start(false);
  });
  const { user, system } = process.cpuUsage(before);
  const calls = target.history.count(false, 8);
  if (calls < CALLS) throw new Error(`the program made ${calls} system calls`);
  return user + system;
}

async function inGdb(booted: Booted, folder: string): Promise<number> {
  const initrd = join(folder, 'initrd.cpio');
  writeFileSync(initrd, booted.initrd!);
  const kernel = booted.kernel!.path;
  const time = async (command: string): Promise<number> => {
    const port = await freePort();
    const qemu = spawn(
      'qemu-system-riscv64',
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
        '128M',
        '-kernel',
        kernel,
        '-initrd',
        initrd,
        '-append',
        booted.bootargs!,
        '-S',
        '-gdb',
        `tcp:127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' },
    );
    const commands = ['set pagination off', `target remote 127.0.0.1:${port}`, command, 'continue'];
    const begun = performance.now();
    const gdb = spawnSync('gdb-multiarch', [
      '-nx',
      '-batch',
      kernel,
      ...commands.flatMap((one) => ['-ex', one]),
    ]);
    const took = performance.now() - begun;
    qemu.kill();
    const said = `${String(gdb.stdout)}${String(gdb.stderr)}`;
    // The kernel switches the machine off, and nothing else has stopped it.
    if (!/Remote connection closed|exited normally/.test(said)) throw new Error(`gdb: ${said}`);
    return took * 1000;
  };
  const plain = await time(NEVER);
  return ((await time(`break *trap_vector if ${CONDITION_IN_GDB}`)) - plain) / GDB_CALLS;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
