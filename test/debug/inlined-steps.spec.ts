/**
 * Steps out of calls that a compiler replaced by bodies, at every such instruction that a program comes to, beside a straight run of
 * the same machine. TRAPFRAME_INLINED: how many for each compiler and level.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { nodeHost } from '../../src/host/node-host';
import { Debugger } from '../../src/debug/debugger';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import type { Stop } from '../../src/debug/run/stop';
import { threadOn } from '../../src/debug/threads';
import type { CodeFrame, Frame } from '../../src/debug/unwind/frames';
import { callStackOf } from '../../src/debug/unwind/stacks';
import { argumentsFor, type Family } from '../../src/toolchain/compiler/flags';
import { findCompiler } from '../../src/toolchain/compiler/node-find';
import { randomNumbers, untilStop } from './machine';
import { StepRecord } from './step-record';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trapframe inlined '));
after(() => rmSync(folder, { recursive: true }));
const MOST = Number(process.env['TRAPFRAME_INLINED'] ?? 10);

const source = `#include <trapframe.h>
#define INLINE static inline __attribute__((always_inline))
volatile int sink;
static int total;
__attribute__((noinline)) int real(int a) { sink = a; return a + sink; }
INLINE int leaf(int a) {
  sink = a;
  int twice = a * 2;
  total += twice;
  return twice + sink;
}
INLINE int middle(int a, int b) {
  int here = leaf(a);
  here += leaf(b);
  return here;
}
INLINE void barrier(void) { __asm__ volatile("fence" ::: "memory"); }
INLINE long status(void) { long x; __asm__ volatile("mv %0, sp" : "=r"(x)); return x; }
INLINE int early(int n) {
  if (n & 1) return leaf(n);
  sink = n;
  return real(n) + 1;
}
INLINE int loops(int n) {
  int s = 0;
  for (int i = 0; i < n; i++) {
    s += leaf(i);
    barrier();
  }
  return s;
}
__attribute__((noinline)) int outer(int n) {
  int r = leaf(n);
  sink = r;
  r += leaf(n + 1);
  r += middle(n, n + 2);
  barrier();
  sink = r;
  return r;
}
__attribute__((noinline)) int again(int n) {
  if (n == 0) return leaf(1);
  int below = again(n - 1);
  return below + early(n);
}
__attribute__((noinline)) int tail(int n) {
  barrier();
  return real(leaf(n));
}
int main(int argc, char **argv) {
  int x = outer(3);
  x += loops(argc + 2);
  if (status() == 0) x++;
  x += again(3);
  x += tail(x) + early(argc + 1);
  return x & 1;
}
`;
const path = join(folder, 'inlined.c');
before(() => {
  spawnSync(process.execPath, [join(root, 'kernel', 'build.mjs')]);
  writeFileSync(path, source);
});

function compile(family: Family, level: string): string {
  const user = join(root, 'kernel', 'user');
  const output = join(folder, `${family}${level}.elf`);
  const sources = {
    standard: 'gnu17' as const,
    files: [path, join(user, 'start.S'), join(user, 'lib', 'calls.S'), join(user, 'lib', 'string.c')],
    includeFolders: [join(user, 'include')],
    linkerScript: join(user, 'program.ld'),
    entry: '_start',
  };
  const words = argumentsFor(family, sources, output).map((word) => (word === '-O0' ? level : word));
  const command = family === 'gcc' ? 'riscv64-unknown-elf-gcc' : findCompiler({}).command;
  const env = { ...process.env, ZIG_LOCAL_CACHE_DIR: join(tmpdir(), 'trapframe-zig') };
  const { status, stderr } = spawnSync(command, words, { env });
  if (status !== 0) throw new Error(`${output} was not built: ${String(stderr).slice(0, 2000)}`);
  return output;
}

async function start(program: string): Promise<Debugger> {
  const configuration = readLaunchConfiguration({ program });
  const pace = { slice: 1_000_000, rest: () => Promise.resolve() };
  const booted = await boot(configuration, nodeHost(join(root, 'dist')));
  return new Debugger(booted, { pace, sourceRoot: root });
}

/** A straight run from the entry of main on, and the first time that it comes to each instruction of an inlined call. */
async function straightRun(program: string): Promise<{ record: StepRecord; places: bigint[] }> {
  const target = await start(program);
  await untilStop(target, () => target.start('main'));
  const { instant } = target.system.machine;
  const { system } = await start(program);
  system.machine.run(instant);
  const record = new StepRecord(system);
  const places = new Set<bigint>();
  for (let at = instant; ; at++) {
    const { pid, mode, pc, trap } = record.at(at);
    if (trap && !trap.interrupt && mode === 'user') return { record, places: [...places] };
    if (pid === 1 && mode === 'user' && system.programs[0].inlinedAt(pc).length > 0) places.add(pc);
  }
}

const isCode = (frame: Frame): frame is CodeFrame => frame.kind === 'code';

/** The names of the functions of the stack, at a stop as that shows it. */
function namesOf({ system }: Debugger, stop?: Stop): string[] {
  const stack = callStackOf(system, threadOn(system, system.hart(0)));
  if (stop?.atCall) stack.beginAtLine(stop.atCall);
  return stack.slice(0, 100).filter(isCode).map(nameOf);
}

const nameOf = ({ inlined, function: found }: CodeFrame): string =>
  inlined?.name ?? found?.symbol.name ?? '?';

/** What is wrong with a step out of the innermost inlined call around an instruction, when that is come to for the first time. */
async function problemsOf(program: string, address: bigint, record: StepRecord): Promise<string[]> {
  const target = await start(program);
  await untilStop(target, () => target.start('main'));
  const { system } = target;
  const [image] = system.programs;
  if (system.hart(0).pc !== address) {
    target.breakpoints.replace('instruction', [{ key: 'here', target: { places: [{ address, image }] } }]);
    await untilStop(target, () => target.continue());
    target.breakpoints.replace('instruction', []);
  }
  const { machine } = system;
  const thread = threadOn(system, system.hart(0));
  const names = namesOf(target);
  const around = [...image.inlinedAt(address)].reverse();
  const from = machine.instant;
  const stop = await untilStop(target, () => target.step(thread, 'out', 'line'));
  const what = `at 0x${address.toString(16)}, ${names.join(' < ')}`;
  if (stop?.description !== 'Step') return [`${what}: ${stop?.description ?? 'the end'}`];
  const now = namesOf(target, stop);
  const { depth } = record.at(from);
  let behind = 0;
  let own = 0;
  for (let at = from; at < machine.instant; at++) {
    const moment = record.at(at);
    if (moment.pid !== 1 || moment.mode !== 'user' || moment.depth !== depth) continue;
    const calls = [...image.inlinedAt(moment.pc)].reverse();
    behind = calls[around.length - 1] === around.at(-1) ? 0 : behind + 1;
    if (calls.length === around.length - 1 && calls.at(-1) === around.at(-2)) own++;
  }
  const outer = names.slice(1).join();
  // The caller, a body itself, may have ended with the call.
  const isFurther = around.length > 1 && own === 0 && outer.endsWith(now.join());
  return [
    ...(now.join() === outer || isFurther ? [] : [`${what}: ended in ${now.join(' < ')}`]),
    ...(behind > 8 ? [`${what}: ${behind} instructions too far, in ${now.join(' < ')}`] : []),
  ];
}

const gcc = spawnSync('riscv64-unknown-elf-gcc', ['--version']).status === 0;
for (const [family, level] of [
  ['zig', '-O0'],
  ['zig', '-O1'],
  ['zig', '-O2'],
  ['gcc', '-O0'],
  ['gcc', '-O1'],
  ['gcc', '-O2'],
] as const) {
  const skip = family === 'gcc' && !gcc ? 'SKIPPED: no riscv64-unknown-elf-gcc' : false;
  test(
    `${family} ${level}: a step out of an inlined call ends in its caller, right behind it`,
    { skip },
    async () => {
      const program = compile(family, level);
      const { record, places: all } = await straightRun(program);
      assert.ok(all.length > 20, `${all.length} instructions of inlined calls`);
      const random = randomNumbers(all.length);
      while (all.length > MOST) all.splice(random(all.length), 1);
      const problems: string[] = [];
      for (const address of all) problems.push(...(await problemsOf(program, address, record)));
      assert.deepEqual(problems, []);
    },
  );
}
