/**
 * The unwinder against the run itself: the machine makes one step after the other, and at every distinct instruction that
 * it comes to (and now and then at others again) the call stack is compared with a record of calls and returns. The
 * kernel and C programs are built at -O0 and -O2 by zig and, where it is installed, by gcc.
 * TRAPFRAME_UNWIND_EVERY=1 compares at each step instead of the first time and each 397th; with
 * TRAPFRAME_UNWIND=all gcc's -O0, the shell, a disk mix and four CPUs take part as well, which are left out for the sake of time.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { nodeHost } from '../../src/host/node-host';
import { Privilege } from '../../src/machine/types';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import { System } from '../../src/debug/system';
import { threadOn } from '../../src/debug/threads';
import type { CodeFrame } from '../../src/debug/unwind/frames';
import { stackOf } from '../../src/debug/unwind/stacks';
import { argumentsFor, type Family } from '../../src/toolchain/compiler/flags';
import { findCompiler } from '../../src/toolchain/compiler/node-find';
import { programs } from '../dap/programs';
import { Shadow, type Place } from './shadow';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trapframe unwind '));
const user = join(root, 'kernel', 'user');
const EVERY = Number(process.env['TRAPFRAME_UNWIND_EVERY'] ?? 397);

const CALLS = `
#include <trapframe.h>
struct pair { long left, right; char pad[3000]; };
static long depth(long n) { return n == 0 ? 0 : 1 + depth(n - 1); }
static struct pair make(long n) { struct pair p = {n, depth(n)}; p.pad[n] = 1; return p; }
static long even(long n), odd(long n);
__attribute__((noinline)) static long even(long n) { return n == 0 ? 1 : odd(n - 1); }
__attribute__((noinline)) static long odd(long n) { return n == 0 ? 0 : even(n - 1); }
long (*volatile chosen)(long) = even;
static long variable(int n) { volatile char room[n]; room[n - 1] = n; return depth(2) + room[n - 1]; }
int main(void) {
  struct pair p = make(4);
  printf("%ld %ld %s %d\\n", p.right, chosen(7), "text", (int)variable(100));
  int child = fork();
  if (child == 0) {
    depth(3);
    char *argv[] = {"hello", 0};
    exec("bin/hello", argv);
    return 9;
  }
  int status = 0;
  wait(&status);
  sleep(1);
  char *block = malloc(100);
  free(block);
  return p.pad[4] == 1 ? 3 : 4;
}
`;

before(() => {
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'calls.c'), CALLS);
});
after(() => rmSync(folder, { recursive: true }));

const gcc = spawnSync('riscv64-unknown-elf-gcc', ['--version']).status === 0;

for (const family of ['zig', 'gcc'] as const) {
  describe(
    `${family}`,
    { skip: family === 'gcc' && !gcc ? 'SKIPPED: no riscv64-unknown-elf-gcc' : false },
    () => {
      for (const level of family === 'zig' || process.env['TRAPFRAME_UNWIND'] === 'all'
        ? ['0', '2']
        : ['2']) {
        test(`the call stack at every instruction of kernel and programs at -O${level}`, async () => {
          const kernel = buildKernel(family, level);
          const calls = compile(family, level);
          const run = await record({ kernel }, [calls, 'hello.s', 'naps.s', 'count.s', 'reader.s']);
          assert.deepEqual(run.wrong.slice(0, 20), []);
          assert.ok(run.places > 4000, `${run.places} places were seen`);
          assert.ok(run.switches > 10, `${run.switches} instructions of the context switch were seen`);
          assert.ok(run.throughTraps > 1000, `${run.throughTraps} stacks went through a trap`);
        });
      }
    },
  );
}

// Each takes as long as all of the above.
const isLong = process.env['TRAPFRAME_UNWIND'] === 'all';

describe('the kernel as it is shipped', () => {
  const shell = {
    input: { text: 'echo one two | wc > n; cat n\nmkdir d; cd d; echo x >> f; ls &\nwait; rm f\n' },
    diskLatency: 700,
  };
  const long = [
    ['the shell', shell, ['builtin:sh']],
    ['the shell on two CPUs', { ...shell, cpus: 2, bootArguments: 'fork=cow stack=grow' }, ['builtin:sh']],
    ['a disk mix', { diskLatency: 2000 }, ['builtin:iomix', 'count.s']],
    ['four CPUs', { cpus: 4 }, ['naps.s', 'count.s', 'family.s', 'hello.s']],
  ] as const;
  for (const [what, options, names] of [
    ['two CPUs', { cpus: 2 }, ['naps.s', 'hello.s']] as const,
    ['two CPUs with isolation', { cpus: 2, isolation: 'on' }, ['naps.s', 'hello.s']] as const,
    ...(isLong ? long : []),
  ]) {
    test(`the call stack in ${what}`, async () => {
      const run = await record(options, names);
      assert.deepEqual(run.wrong.slice(0, 20), []);
      assert.ok(run.switches > 10, `${run.switches} instructions of the context switch were seen`);
      assert.ok(run.throughTraps > 500, `${run.throughTraps} stacks went through a trap`);
    });
  }
});

function buildKernel(family: Family, level: string): string {
  const output = join(folder, `kernel-${family}-${level}.elf`);
  const words = ['--compiler', family, '--optimize', level, '--output', output];
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'kernel', 'build.mjs'), ...words]);
  if (status !== 0) throw new Error(`the kernel was not built: ${String(stderr)}`);
  return output;
}

function compile(family: Family, level: string): string {
  const name = `calls-${family}-${level}.elf`;
  const sources = {
    standard: 'gnu17' as const,
    files: [
      join(folder, 'calls.c'),
      join(user, 'start.S'),
      ...['calls.S', 'print.c', 'input.c', 'string.c', 'memory.c'].map((file) => join(user, 'lib', file)),
    ],
    includeFolders: [join(user, 'include')],
    linkerScript: join(user, 'program.ld'),
    entry: '_start',
  };
  const command = family === 'gcc' ? 'riscv64-unknown-elf-gcc' : findCompiler({}).command;
  const words = argumentsFor(family, sources, join(folder, name)).map((word) =>
    word === '-O0' ? `-O${level}` : word,
  );
  const env = { ...process.env, ZIG_LOCAL_CACHE_DIR: join(tmpdir(), 'trapframe-zig') };
  const { status, stderr } = spawnSync(command, words, { env });
  if (status !== 0) throw new Error(`${name} was not built: ${String(stderr)}`);
  return name;
}

async function record(options: object, names: readonly string[]) {
  const configuration = {
    ...options,
    memory: '8M',
    timeSlice: 3000,
    programs: names.map((name) => (name.startsWith('builtin:') ? name : join(folder, name))),
  };
  const booted = await boot(readLaunchConfiguration(configuration), nodeHost(join(root, 'dist')));
  const system = new System(booted);
  const shadow = new Shadow(system);
  const seen = new Set<string>();
  const wrong: string[] = [];
  let throughTraps = 0;
  let switches = 0;
  for (let steps = 0, goesOn = true; goesOn; goesOn = shadow.step(), steps++) {
    const hart = system.machine.current;
    const key = `${hart.privilege} ${hart.pc}`;
    if (seen.has(key) && steps % EVERY !== 0) continue;
    seen.add(key);
    const expected = shadow.frames();
    const process = system.running(hart);
    const nameAt = (at: bigint): string => system.imageAt(at, process)?.functionAt(at)?.symbol.name ?? '?';
    const stack = stackOf(system, threadOn(system, hart));
    const label = stack.findIndex((frame) => frame.kind === 'boundary');
    const code = (from: number, to?: number): CodeFrame[] =>
      stack.slice(from, to).filter((frame) => frame.kind === 'code');
    const inKernel = expected.kernel.length === 0 ? [] : code(0, label < 0 ? undefined : label);
    const inProgram = expected.kernel.length === 0 ? code(0) : label < 0 ? [] : code(label + 1);
    // What machine mode has interrupted the trap log knows, which nobody fills here.
    if (hart.privilege === Privilege.machine) expected.kernel.length = Math.min(expected.kernel.length, 1);
    const kernelNames = expected.kernel.map(({ at }) => nameAt(at));
    if (kernelNames[0] === system.kernel!.description.events.contextSwitch) switches++;
    if (label >= 0) throughTraps++;
    let program = expected.program ?? [];
    // While exec and exit take a program away, there is no telling how much of it is left.
    const isExec =
      inProgram[0]?.pc === system.imageAt(0x1000n, process)?.entry && program[0]?.at !== inProgram[0]?.pc;
    if (isExec || kernelNames.some((name) => ['process_exec', 'sys_exec'].includes(name))) program = [];
    const isEnding = kernelNames.some((name) =>
      ['process_end', 'process_exit', 'process_end_by_fault'].includes(name),
    );
    const found = isEnding || program.length === 0 ? inProgram.slice(0, 1) : inProgram;
    if (isEnding || program.length === 0) program = program.slice(0, found.length);
    const problem =
      difference(expected.kernel, inKernel, nameAt) ??
      (expected.program === undefined || program.length === 0
        ? undefined
        : difference(program, found, nameAt));
    if (problem !== undefined) wrong.push(`${nameAt(hart.pc)} 0x${hart.pc.toString(16)}: ${problem}`);
  }
  return { wrong, places: seen.size, throughTraps, switches };
}

/** Functions, their order, and sp of each caller. */
function difference(
  expected: readonly Place[],
  found: readonly CodeFrame[],
  nameAt: (at: bigint) => string,
): string | undefined {
  const wanted = expected.map(({ at }) => nameAt(at)).join(' ');
  const names = found.map((frame) => frame.function?.symbol.name ?? '?').join(' ');
  if (wanted !== names) return `is ${wanted}, not ${names}`;
  const index = expected.findIndex(({ sp }, i) => sp !== undefined && found[i].registers.read(2) !== sp);
  return index < 0
    ? undefined
    : `sp of ${nameAt(expected[index].at)} is 0x${expected[index].sp!.toString(16)}`;
}
