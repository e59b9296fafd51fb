import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { assemble } from '../../src/toolchain/assembler/assemble';
import { nodeCompiler } from '../../src/toolchain/compiler/node-compiler';
import { bootList } from '../../src/toolchain/boot-list';
import { makeInitrd } from '../../src/toolchain/initrd';
import { qemuIsInstalled, runOnQemu } from '../qemu/qemu';
import { runHere, type Run } from './boards';
import { programOf } from './hostile/programs';
import { testedKernel } from './images';
import { root } from './root';

const folder = path.join(root, 'kernel', 'user', 'programs');
const names = ['spinner.s', 'hog.c', 'tree.c', 'pair.c', 'mix.c'];
const built = new Map<string, Uint8Array>();

before(async () => {
  const compiler = nodeCompiler(path.join(root, 'kernel'));
  for (const name of names) {
    const file = path.join(folder, name);
    const text = readFileSync(file, 'utf8');
    const { elf, diagnostics } = name.endsWith('.c')
      ? await compiler.compileProgram([{ path: file, text }], [])
      : assemble([{ path: file, text }]);
    assert.ok(elf, JSON.stringify(diagnostics));
    built.set(path.parse(name).name, elf);
  }
  for (const name of ['bomb-wide', 'bomb-spawn', 'exhaust-children']) built.set(name, programOf(name));
});

/** What the kernel boots from: `tree 3` with arguments. */
function initrdOf(commands: readonly string[]): Uint8Array {
  const words = commands.map((command) => command.split(' '));
  return makeInitrd([
    ...[...new Set(words.map(([name]) => name))].map((name) => ({
      name: `bin/${name}`,
      bytes: built.get(name)!,
    })),
    bootList(words.map((argv) => ({ file: `bin/${argv[0]}`, argv }))),
  ]);
}

const memory = 16 * 2 ** 20;
const boards: readonly {
  name: string;
  skip: string | false;
  run: (initrd: Uint8Array, bootargs: string) => Promise<Run>;
}[] = [
  { name: 'our machine', skip: false, run: (initrd, bootargs) => runHere(initrd, bootargs, memory) },
  {
    name: 'QEMU',
    skip: !qemuIsInstalled() && 'SKIPPED: the programs are not tried on QEMU, which is not installed',
    run: (initrd, bootargs) =>
      runOnQemu({ kernel: testedKernel(), initrd, bootargs, memory, countsInstructions: true }),
  },
];

for (const { name: board, skip, run } of boards) {
  describe(`the programs to try, on ${board}`, { skip }, () => {
    const boot = async (
      commands: readonly string[],
      bootargs = 'timeslice=3000',
    ): Promise<[string[], number | undefined]> => {
      const { console, status } = await run(initrdOf(commands), bootargs);
      return [console.trimEnd().split('\n'), status];
    };

    test('spinner turns, and ends after so many rounds', async () => {
      assert.deepEqual(await boot(['spinner 20000', 'spinner 1']), [['spinner: done', 'spinner: done'], 0]);
    });

    test('hog uses as much memory as it is told, or all there is', async () => {
      assert.deepEqual(await boot(['hog 256']), [['hog: 64 pages used and given back'], 0]);
      const [[line], status] = await boot(['hog']);
      const pages = Number(/^hog: (\d+) pages used and given back$/.exec(line)?.[1]);
      assert.ok(pages > 2000 && pages % 16 === 0, line);
      assert.equal(status, 0);
    });

    test('tree: as many processes as its depth says', async () => {
      assert.deepEqual(await boot(['tree']), [['tree: 15 processes'], 0]);
      assert.deepEqual(await boot(['tree 5', 'tree 0']), [['tree: 1 processes', 'tree: 63 processes'], 0]);
      assert.deepEqual(await boot(['tree 6']), [['tree: a depth from 0 to 5'], 2]);
    });

    test('pair: all numbers go through the pipe', async () => {
      assert.deepEqual(await boot(['pair']), [['pair: the sum of 1000 numbers is 500500'], 0]);
    });

    test('mix: while one waits the others compute', async () => {
      const [lines, status] = await boot(['mix a 2', 'mix b 2']);
      assert.equal(status, 0);
      const rounds = [1, 2].map((round) => `round ${round}, 5018 steps`);
      assert.deepEqual(
        lines.filter((line) => line.startsWith('a')),
        rounds.map((words) => `a: ${words}`),
      );
      assert.deepEqual(
        lines.filter((line) => line.startsWith('b')),
        rounds.map((words) => `b: ${words}`),
      );
      assert.ok(lines.indexOf('b: round 1, 5018 steps') < lines.indexOf('a: round 2, 5018 steps'));
    });

    test('fork bombs keep nobody else from having children', async () => {
      const bombs = ['bomb-wide', 'bomb-spawn', 'bomb-wide', 'bomb-spawn', 'exhaust-children'];
      const [lines, status] = await boot(['tree 2', ...bombs, 'pair 300', 'tree 1']);
      assert.deepEqual([...lines].sort(), [
        'pair: the sum of 300 numbers is 45150',
        'tree: 3 processes',
        'tree: 7 processes',
      ]);
      assert.equal(status, 0);
    });
  });
}
