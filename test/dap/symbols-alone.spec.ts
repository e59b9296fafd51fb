// A program of which nothing but its ELF symbols is left: no lines, no types, no frame information.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { commandLine } from '../../src/cli/surroundings.fixture';
import { DebugInformation } from '../../src/toolchain/dwarf/debug-information';
import { readElf } from '../../src/toolchain/elf/read';
import { SECTION_HEADER_SIZE } from '../../src/toolchain/elf/types';
import { workplace, type Stop } from './adapter';

const place = workplace();
const { path, trapframe } = commandLine({
  'calls.c': `
int leaf(int x) { return x + 1; }
int middle(int x) { return leaf(x) + leaf(2 * x); }
int main(void) { return middle(3); }
`,
});

/** The file as `strip --strip-debug` leaves it, but in place: the sections are gone, with their contents. */
function withoutDebugInformation(file: Uint8Array): Uint8Array {
  const bytes = file.slice();
  const view = new DataView(bytes.buffer);
  const u64 = (at: number): number => Number(view.getBigUint64(at, true));
  const header = (index: number): number => u64(40) + index * SECTION_HEADER_SIZE;
  const names = u64(header(view.getUint16(62, true)) + 24);
  for (let index = 1; index < view.getUint16(60, true); index++) {
    const at = header(index);
    const name = names + view.getUint32(at, true);
    const text = Buffer.from(bytes.subarray(name, bytes.indexOf(0, name))).toString();
    if (!text.startsWith('.debug_')) continue;
    bytes.fill(0, u64(at + 24), u64(at + 24) + u64(at + 32));
    bytes.fill(0, at, at + SECTION_HEADER_SIZE);
  }
  return bytes;
}

const stripped = place.path('stripped');

before(async () => {
  const whole = path('whole');
  const { status, err } = await trapframe('asm', '@calls.c', '-o', whole);
  assert.equal(status, 0, err);
  const bytes = new Uint8Array(readFileSync(whole));
  assert.ok(!DebugInformation.of(readElf(bytes, 'whole')).isEmpty, 'there was something to take away');
  const rest = withoutDebugInformation(bytes);
  assert.ok(DebugInformation.of(readElf(rest, 'stripped')).isEmpty);
  writeFileSync(stripped, rest);
});

/** What the call stack of each stop must be: functions from `main` on. */
const inMain = ['main', '_start'];
const inMiddle = ['middle', ...inMain];
const inLeaf = ['leaf', ...inMiddle];

test('every instruction has its function and its callers, step by step through calls and returns', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: stripped } });
  let stop: Stop = await client.stopped();
  const seen: string[][] = [];
  for (let steps = 0; stop.names[0] !== '_start'; steps++) {
    assert.ok(steps < 500, 'main returns');
    assert.equal(stop.top.source, undefined, 'there are no lines');
    if (stop.names.join() !== seen.at(-1)?.join()) seen.push(stop.names);
    const before = stop.top.instructionPointerReference;
    stop = await client.go('stepIn', { granularity: 'instruction' });
    assert.notEqual(stop.top.instructionPointerReference, before, 'a step is one instruction');
  }
  assert.deepEqual(seen, [inMain, inMiddle, inLeaf, inMiddle, inLeaf, inMiddle, inMain]);
  assert.equal(await client.number('a0'), 11);
});

test('a function breakpoint, out of the function, and over a call', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: stripped } });
  await client.stopped();
  const { breakpoints } = await client.request<{ breakpoints: { verified: boolean }[] }>(
    'setFunctionBreakpoints',
    { breakpoints: [{ name: 'leaf' }] },
  );
  assert.deepEqual(
    breakpoints.map(({ verified }) => verified),
    [true],
  );
  assert.deepEqual((await client.go('continue')).names, inLeaf);
  const out = await client.go('stepOut');
  assert.deepEqual(out.names, inMiddle);
  assert.equal(await client.number('a0'), 4, 'what leaf has returned');
  await client.request('setFunctionBreakpoints', { breakpoints: [] });
  // Over the second call: no instruction of `leaf` is seen.
  for (let stop = out; stop.names[0] !== 'main';) {
    assert.deepEqual(stop.names, inMiddle);
    stop = await client.go('next', { granularity: 'instruction' });
  }
  assert.equal(await client.number('a0'), 11);
  assert.deepEqual((await client.go('stepOut')).names, ['_start']);
});
