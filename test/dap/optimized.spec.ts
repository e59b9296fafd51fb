/** Optimized C: frames of inlined calls, values that only the caller still has, arrays whose length is one of the variables. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { argumentsFor, type Family } from '../../src/toolchain/compiler/flags';
import { findCompiler } from '../../src/toolchain/compiler/node-find';
import { root, workplace, type Stop } from './adapter';
import { markedLine } from './programs';

const place = workplace();

const source = `#include <trapframe.h>
struct pair { int x, y; };
static int sum;
static inline __attribute__((always_inline)) int leaf(int a) {
  int twice = a * 2;
  sum += twice;
  write(1, "x", 1);                           // @write
  return twice + sum;
}
static inline __attribute__((always_inline)) int middle(struct pair *p) {
  int here = leaf(p->x);                      // @first
  here += leaf(p->y);                         // @second
  return here;
}
__attribute__((noinline)) int outer(int n) {
  struct pair pair = {n, n + 1};
  int r = middle(&pair);                      // @outer
  return r + n;
}
__attribute__((noinline)) int lengths(int n, int (*grid)[n]) {
  int row[n + 1];
  for (int i = 0; i <= n; i++) row[i] = i * 11;
  write(1, (char *)row, 0);                   // @lengths
  return row[n] + grid[1][0];
}
int main(void) {
  int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
  int x = outer(3);                       // @main
  return lengths(3, grid) + x;
}
`;
const line = (mark: string): number => markedLine(source, mark);
const path = place.path('optimized.c');
before(() => writeFileSync(path, source));

function compile(family: Family, level: string, version: string, ...more: string[]): string {
  const user = join(root, 'kernel', 'user');
  const output = place.path(`optimized-${family}-${level}-${version}.elf`);
  const sources = {
    standard: 'gnu17' as const,
    files: [path, join(user, 'start.S'), join(user, 'lib', 'calls.S'), join(user, 'lib', 'string.c')],
    includeFolders: [join(user, 'include')],
    linkerScript: join(user, 'program.ld'),
    entry: '_start',
  };
  const words = [...argumentsFor(family, sources, output), ...more].map((word) =>
    word === '-O0' ? level : word === '-gdwarf-4' ? `-gdwarf-${version}` : word,
  );
  const command = family === 'gcc' ? 'riscv64-unknown-elf-gcc' : findCompiler({}).command;
  const env = { ...process.env, ZIG_LOCAL_CACHE_DIR: join(tmpdir(), 'trapframe-zig') };
  const { status, stderr } = spawnSync(command, words, { env });
  if (status !== 0) throw new Error(`${output} was not built: ${String(stderr)}`);
  return output;
}

const gcc = spawnSync('riscv64-unknown-elf-gcc', ['--version']).status === 0;

for (const [family, version] of [
  ['zig', '4'],
  ['zig', '5'],
  ['gcc', '2'],
  ['gcc', '5'],
] as const) {
  const skip = family === 'gcc' && !gcc ? 'SKIPPED: no riscv64-unknown-elf-gcc' : false;
  describe(`${family} -O2, DWARF ${version}`, { skip }, () => {
    test('each inlined call has a frame, with the line of the call and the variables that its code sees', async () => {
      const client = await place.start();
      await client.begin({
        launch: { program: compile(family, '-O2', version), stopOnEntry: false },
        filters: ['syscall'],
      });
      for (const [call, value] of [
        ['first', '3'],
        ['second', '4'],
      ] as const) {
        const { frames } = call === 'first' ? await client.stopped() : await client.go('continue');
        const user = frames.slice(
          frames.findIndex(({ presentationHint }) => presentationHint === 'label') + 1,
        );
        assert.deepEqual(
          user.slice(1, 5).map((frame) => `${frame.name} ${frame.line}`),
          [`leaf ${line('write')}`, `middle ${line(call)}`, `outer ${line('outer')}`, `main ${line('main')}`],
        );
        const [, leaf, middle, outer] = user;
        assert.equal((await client.scope(leaf.id, 'Locals'))['a'], value);
        assert.equal(await client.evaluate('a', leaf.id), value);
        assert.match(await client.refusal('evaluate', { expression: 'a', frameId: middle.id }), /"a"/);
        assert.match(await client.refusal('evaluate', { expression: 'n', frameId: leaf.id }), /"n"/);
        // In a register that was overwritten: gcc tells that the caller still has it.
        assert.equal(await client.evaluate('n', outer.id), '3');
        assert.equal(await client.evaluate('pair', outer.id), '{x = 3, y = 4}');
      }
    });
  });
}

test(
  'gcc -O2: a breakpoint on the line of an inlined call stops in the caller, though the body begins there as well',
  { skip: gcc ? false : 'SKIPPED: no riscv64-unknown-elf-gcc' },
  async () => {
    const client = await place.start();
    const program = compile('gcc', '-O2', '5');
    const lineAt = (mark: string): { line: number }[] => [{ line: line(mark) }];
    await client.begin({ launch: { program, stopOnEntry: false }, breakpoints: { [path]: lineAt('outer') } });
    const outer = await client.stopped();
    assert.deepEqual([outer.top.name, outer.top.line], ['outer', line('outer')]);
    assert.equal(await client.evaluate('n'), '3');
    const at = (one: Stop): unknown[] => [one.top.name, one.top.line, one.top.instructionPointerReference];
    const { instructionPointerReference: pc } = outer.top;
    assert.deepEqual(
      at(await client.go('stepIn')),
      ['middle', line('first'), pc],
      'nothing has been executed',
    );
    assert.equal((await client.go('stepIn')).top.name, 'leaf');
    assert.equal((await client.go('stepOut')).top.name, 'middle', 'out of what a step into it has not moved');
    await client.request('setBreakpoints', { source: { path }, breakpoints: lineAt('second') });
    const middle = await client.go('continue');
    assert.deepEqual([middle.top.name, middle.top.line], ['middle', line('second')]);
    assert.match((await client.go('next')).top.name, /^(outer|main)$/, 'over the body');
  },
);

test(
  'gcc: structures whose debug information is in units of its own',
  { skip: gcc ? false : 'SKIPPED: no riscv64-unknown-elf-gcc' },
  async () => {
    const client = await place.start();
    const program = compile('gcc', '-O0', '5', '-fdebug-types-section');
    await client.begin({
      launch: { program, stopOnEntry: false },
      breakpoints: { [path]: [{ line: line('first') }] },
    });
    const { top } = await client.stopped();
    assert.equal(await client.evaluate('*p', top.id), '{x = 3, y = 4}');
    assert.equal(await client.evaluate('sizeof(struct pair)', top.id), '8');
  },
);

for (const [family, version] of [
  ['zig', '4'],
  ['gcc', '2'],
  ['gcc', '5'],
] as const) {
  const skip = family === 'gcc' && !gcc ? 'SKIPPED: no riscv64-unknown-elf-gcc' : false;
  test(`${family}, DWARF ${version}: an array of variable length has its length`, { skip }, async () => {
    const client = await place.start();
    await client.begin({
      launch: { program: compile(family, '-O0', version), stopOnEntry: false },
      breakpoints: { [path]: [{ line: line('lengths') }] },
    });
    const { top } = await client.stopped();
    const locals = await client.scope(top.id, 'Locals');
    assert.equal(locals['row'], '{0, 11, 22, 33}');
    assert.deepEqual(Object.keys(locals).sort(), ['grid', 'n', 'row'], 'nothing that the compiler made up');
    assert.equal(await client.evaluate('sizeof row', top.id), '16');
    // clang does not say how long the rows of a parameter are.
    if (family === 'gcc') assert.equal(await client.evaluate('grid[1]', top.id), '{4, 5, 6}');
  });
}

const unrolled = `#include <trapframe.h>
volatile int sink, other;
int table[4];
static inline __attribute__((always_inline)) int helper(int v) {
  sink = v;                                   // @helper
  other = v + 1;
  return v * 2;
}
__attribute__((noinline)) int sum(int n) {
  int s = 0;
  for (int i = 0; i < 4; i++) {
    sink = table[i] + n;                      // @copied
    other = i;
    s += helper(i + n);
  }
  return s;
}
int main(void) { return sum(2) > 0; }
`;
for (const mark of ['copied', 'helper']) {
  test(`zig -O2: a breakpoint on a line of a loop that was unrolled stops in each copy (${mark})`, async () => {
    const client = await place.start();
    const unrolledPath = place.path('unrolled.c');
    writeFileSync(unrolledPath, unrolled);
    const program = place.path('unrolled.elf');
    const user = join(root, 'kernel', 'user');
    const sources = {
      standard: 'gnu17' as const,
      files: [
        unrolledPath,
        join(user, 'start.S'),
        join(user, 'lib', 'calls.S'),
        join(user, 'lib', 'string.c'),
      ],
      includeFolders: [join(user, 'include')],
      linkerScript: join(user, 'program.ld'),
      entry: '_start',
    };
    const words = argumentsFor('zig', sources, program).map((word) => (word === '-O0' ? '-O2' : word));
    const env = { ...process.env, ZIG_LOCAL_CACHE_DIR: join(tmpdir(), 'trapframe-zig') };
    assert.equal(spawnSync(findCompiler({}).command, words, { env }).status, 0);
    await client.begin({
      launch: { program, stopOnEntry: false },
      breakpoints: { [unrolledPath]: [{ line: markedLine(unrolled, mark) }] },
    });
    const seen: string[] = [];
    for (
      let stop = await client.stopped();
      stop.reason === 'breakpoint';
      stop = await client.go('continue')
    ) {
      assert.equal(stop.top.line, markedLine(unrolled, mark));
      seen.push(stop.top.instructionPointerReference ?? '');
    }
    assert.equal(new Set(seen).size, 4, seen.join());
    assert.equal(seen.length, 4);
  });
}
