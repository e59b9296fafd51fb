/**
 * A C program on the built-in kernel: by line from its main into write(), through the ecall, through the kernel to the driver of
 * the console, and back out. Every stop is compared with what a second run of the same machine records of calls and returns.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nodeHost } from '../../src/host/node-host';
import { Debugger } from '../../src/debug/debugger';
import { boot, type Booted } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import { System } from '../../src/debug/system';
import { threadOn } from '../../src/debug/threads';
import { stackOf } from '../../src/debug/unwind/stacks';
import { untilStop } from './machine';
import { Shadow } from './shadow';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trapframe write '));
after(() => rmSync(folder, { recursive: true }));

const program = join(folder, 'say.c');
const source = `#include <trapframe.h>
static int say(const char *text, int length) {
  int written = (int)write(1, text, length);
  return written;
}
int main(void) {
  int all = say("hi\\n", 3);
  return all;
}
`;
writeFileSync(program, source);
const lineOf = (text: string): number => source.split('\n').findIndex((line) => line.includes(text)) + 1;

const bootIt = (): Promise<Booted> =>
  boot(readLaunchConfiguration({ program, memory: '8M' }), nodeHost(join(root, 'dist')));

interface Seen {
  readonly instant: number;
  /** `function file:line`, newest first; the boundary by its label. */
  readonly frames: readonly string[];
}

const baseName = (path: string | undefined): string => path?.split('/').at(-1) ?? '?';

function look({ system }: Debugger): Seen {
  const frames = stackOf(system, threadOn(system, system.hart(0))).map((frame) =>
    frame.kind === 'boundary'
      ? frame.label
      : `${frame.function?.symbol.name} ${baseName(frame.line?.file)}:${frame.line?.line}`,
  );
  return { instant: system.machine.instant, frames };
}

test('line by line from main through write() to the console’s driver and back, with the right call stack at every stop', async () => {
  const pace = { slice: 1_000_000, rest: () => Promise.resolve() };
  const target = new Debugger(await bootIt(), { pace, sourceRoot: root });
  await untilStop(target, () => target.start('main'));
  const seen = [look(target)];
  const end = `main say.c:${lineOf('return all')}`;
  while (seen.at(-1)!.frames[0] !== end && seen.length < 2000) {
    const thread = threadOn(target.system, target.system.hart(0));
    assert.ok(await untilStop(target, () => target.step(thread, 'into', 'line')));
    seen.push(look(target));
  }
  assert.equal(seen.at(-1)!.frames[0], end);

  const tops = seen.map(({ frames }) => frames[0]);
  assert.deepEqual(tops.slice(0, 2), [
    `main say.c:${lineOf('say("hi')}`,
    `say say.c:${lineOf('= (int)write')}`,
  ]);
  assert.deepEqual(tops.slice(-3), [
    `say say.c:${lineOf('return written')}`,
    `main say.c:${lineOf('say("hi')}`,
    end,
  ]);
  for (const name of [
    'write calls.S',
    'trap_vector trap_vector.S',
    'console_write console.c',
    'uart_put uart.c',
  ]) {
    assert.ok(
      tops.some((top) => top.startsWith(`${name}:`)),
      `no stop in ${name}`,
    );
  }
  const deepest = seen.find(({ frames }) => frames[0].startsWith('uart_put uart.c'))!.frames;
  const label = deepest.indexOf('── system call: write ──');
  assert.match(deepest.slice(0, label).join(), /^uart_put .*console_write .*sys_write /);
  assert.deepEqual(
    deepest.slice(label + 1).map((frame) => frame.split(' ')[0]),
    ['write', 'say', 'main', '_start'],
  );
  // Going on behind the call: its callers are at the lines that they were at.
  for (const { frames } of seen) {
    const say = frames.findIndex((frame) => frame.startsWith('say '));
    if (say > 0) assert.equal(frames[say], `say say.c:${lineOf('= (int)write')}`);
  }

  const system = new System(await bootIt());
  const shadow = new Shadow(system);
  for (const { instant, frames } of seen) {
    while (system.machine.instant < instant) assert.ok(shadow.step());
    const { kernel, program: user } = shadow.frames();
    const process = system.running(system.hart(0));
    const nameAt = (at: bigint): string | undefined =>
      system.imageAt(at, process)?.functionAt(at)?.symbol.name;
    const recorded = [
      ...kernel.map(({ at }) => nameAt(at)),
      ...(kernel.length > 0 ? ['── system call: write ──'] : []),
      ...user!.map(({ at }) => nameAt(at)),
    ];
    const found = frames.map((frame) => (frame.startsWith('──') ? frame : frame.split(' ')[0]));
    assert.deepEqual(found, recorded, `at ${instant}`);
  }
  assert.ok(seen.length > 60, `${seen.length} stops`);
});
