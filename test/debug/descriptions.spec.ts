/** Kernels of other shapes than those that are shipped, by descriptions of their own: what is read of their data as it is linked. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import { System } from '../../src/debug/system';
import { nodeHost } from '../../src/host/node-host';
import { findCompiler } from '../../src/toolchain/compiler/node-find';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trapframe descriptions '));
const kernel = join(folder, 'kernel');
after(() => rmSync(folder, { recursive: true }));

const source = `
enum state { FREE, SLEEPS, RUNS };
struct registers { unsigned long epc, ra, sp, s0; };
struct file { int type; char readable, writable; };
struct task {
  int id;
  enum state state;
  unsigned long root;
  struct registers *frame;
  struct registers context;
  void *channel;
  struct file *files[3];
  struct task *next;
};
extern struct task tasks[3];
struct file pipe_end = {1, 1, 0}, plain = {2, 1, 0}, both = {2, 1, 1};
struct { int lock; void *head; } free_frames = {0, (void *)0x80400000};
struct { int lock; struct { int busy; char bytes[60]; } block[4]; } cache;
struct task tasks[3] = {
  {7, SLEEPS, 0x80300000, 0, {0}, &tasks[2], {&pipe_end, &plain, &both}, &tasks[2]},
  {0, FREE, 0, 0, {0}, 0, {0}, 0},
  {9, SLEEPS, 0x80300000, 0, {0}, &cache.block[2], {0}, 0},
};
struct task *by_pointer[8] = {0, &tasks[2], 0, &tasks[0]};
struct task *first = &tasks[0];
struct task *now = &tasks[2];
struct task *now_on[2] = {0, &tasks[0]};
void vector(void) { for (;;) ; }
void _start(void) { for (;;) ; }
`;

before(() => {
  const path = join(folder, 'kernel.c');
  writeFileSync(path, source);
  const script = join(folder, 'kernel.ld');
  writeFileSync(
    script,
    'ENTRY(_start) SECTIONS { . = 0x80000000; .text : { *(.text*) } .data : { *(.data*) *(.bss*) } }',
  );
  const words = [
    'cc',
    '-target',
    'riscv64-freestanding-none',
    '-ffreestanding',
    '-nostdlib',
    '-static',
    '-mcmodel=medany',
  ];
  const flags = [
    '-fno-sanitize=undefined',
    '-O0',
    '-g',
    '-gdwarf-4',
    '-w',
    `-Wl,-T,${script}`,
    path,
    '-o',
    kernel,
  ];
  const env = { ...process.env, ZIG_LOCAL_CACHE_DIR: join(tmpdir(), 'trapframe-zig') };
  const { status, stderr } = spawnSync(findCompiler({}).command, [...words, ...flags], { env });
  assert.equal(status, 0, String(stderr).slice(0, 1000));
});

async function systemWith(process: object, cpu: object, cpus = 1): Promise<System> {
  const description = {
    name: 'small',
    recognizedBy: ['tasks'],
    process: {
      pid: 'id',
      state: 'state',
      pageTable: 'root',
      trapFrame: 'frame',
      context: 'context',
      waitingOn: 'channel',
      openFiles: 'files',
      ...process,
    },
    states: { FREE: 'unused', SLEEPS: 'blocked', RUNS: 'running' },
    openFile: { kind: 'type', kinds: { 1: 'pipe', 2: 'file' }, readable: 'readable', writable: 'writable' },
    cpu,
    trapFrame: { pc: 'epc' },
    traps: { vector: 'vector' },
    memory: { freeList: 'free_frames.head' },
  };
  const path = join(folder, 'small.kernel.json');
  writeFileSync(path, JSON.stringify(description));
  const launch = { kernel, kernelDescription: path, memory: '16M', cpus };
  const system = new System(await boot(readLaunchConfiguration(launch), nodeHost(join(root, 'dist'))));
  assert.equal(system.problem, undefined);
  return system;
}

for (const [name, process, pids] of [
  ['an array of structures', { table: 'tasks' }, [7, 9]],
  ['an array of pointers', { table: 'by_pointer' }, [9, 7]],
  ['a list', { table: 'first', next: 'next' }, [7, 9]],
] as const) {
  test(`the process table is ${name}; the current process a pointer; processes have no names`, async () => {
    const { kernel: small } = await systemWith(process, { current: 'now' });
    const { processes, problem } = small!.list();
    assert.equal(problem, undefined);
    assert.deepEqual(
      processes.map(({ pid }) => pid),
      pids,
    );
    assert.deepEqual(new Set(processes.map((one) => one.name)), new Set(['process']));
    assert.equal(small!.current(0)?.pid, 9);
  });
}

test('the current processes are an array of pointers, one for each CPU', async () => {
  const { kernel: small } = await systemWith({ table: 'tasks' }, { current: 'now_on' }, 2);
  assert.deepEqual([small!.current(0), small!.current(1)?.pid], [undefined, 7]);
});

test('what a process waits on is named as its types have it; a plain file has no ends; a free list is a member', async () => {
  const { kernel: small } = await systemWith({ table: 'tasks' }, { current: 'now' });
  const [seven, nine] = small!.list().processes;
  assert.equal(seven.waitingFor, 'tasks[2] (process 9)');
  assert.equal(nine.waitingFor, 'cache.block[2]');
  assert.deepEqual(
    small!.openFiles(seven).map((file) => file.name),
    ['pipe (read end)', 'file (read only)', 'file'],
  );
  assert.equal(small!.variable('free_frames.head'), 0x8040_0000n);
});

test('what a kernel does not have is named', async () => {
  for (const [process, cpu, words] of [
    [{ table: 'nowhere' }, { current: 'now' }, /no variable nowhere/],
    [
      { table: 'tasks' },
      { current: 'free_frames' },
      /free_frames is no pointer to a process, and no array of them/,
    ],
    [{ table: 'tasks' }, { current: 'nowhere' }, /no variable nowhere/],
    [{ table: 'tasks', name: 'comm' }, { current: 'now' }, /tasks have no field comm/],
  ] as const) {
    await assert.rejects(systemWith(process, cpu), words);
  }
});
