/**
 * Questions about a damaged kernel, and debug information that is damaged itself: answers come in words, quickly, and the
 * next question is answered as if nothing had happened. TRAPFRAME_QUESTIONS is the number of cases: 100000 is the long run.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../src/base/errors';
import { statusBits, verdicts, walkLevels } from '../../src/debug/memory/page-walk';
import { physicalMap } from '../../src/debug/inspect/physical-map';
import { addressSpaceOf } from '../../src/debug/inspect/regions';
import { rootOf } from '../../src/debug/inspect/cpu-state';
import { nameOfThread, threads } from '../../src/debug/threads';
import { headlineOf, stackOf } from '../../src/debug/unwind/stacks';
import { DebugInformation } from '../../src/toolchain/dwarf/debug-information';
import { fixtureNames } from '../../src/toolchain/dwarf/testing/fixtures';
import { readElf } from '../../src/toolchain/elf/read';
import { SymbolTable } from '../../src/toolchain/symbols';
import { laboratory, randomNumbers, untilStop } from './machine';

const CASES = Number(process.env['TRAPFRAME_QUESTIONS'] ?? 2000);
const start = laboratory();

test('a kernel whose table, stacks and page tables hold anything', async () => {
  const target = await start(['naps.s', 'loop.s', 'hello.s']);
  target.setFilters([{ id: 'timer' }]);
  await untilStop(target, () => target.start(false));
  await untilStop(target, () => target.continue());
  const { system } = target;
  const { machine } = system;
  const whole = machine.saveCheckpoint();
  const random = randomNumbers(23);
  const places = ['process_table', 'cpus', 'kernel_stacks', 'free_list', 'machine'].map((name) => {
    const { address, size } = system.kernelImage!.symbols.named(name)!;
    return { address: Number(address), size };
  });
  for (const { satp } of system.kernel!.list().processes) {
    const walk = machine.walk(satp, 0x1000n);
    const tables = walk.steps.map(({ entryAddress }) => entryAddress - (entryAddress % 4096));
    for (const address of [Number(rootOf(satp)), ...tables]) places.push({ address, size: 4096 });
  }
  const rounds = Math.ceil(CASES / 20);
  let questions = 0;
  for (let round = 0; round < rounds; round++) {
    if (round % 50 === 0) machine.restoreCheckpoint(whole);
    const { address, size } = places[random(places.length)];
    for (let n = 0; n < 8; n++) {
      const at = address + (random(size) & ~7);
      const bytes = Uint8Array.from({ length: 8 }, () => [0, 0xff, random(256)][random(3)]);
      machine.writePhysical(at, bytes);
    }
    for (const thread of threads(system)) {
      assert.notEqual(nameOfThread(thread), '');
      assert.ok(stackOf(system, thread).length < 600);
      questions += 2;
      const { process } = thread;
      if (!process || questions % 4 !== 0) continue;
      headlineOf(system, process, thread.hart);
      assert.ok(system.kernel!.openFiles(process).length <= 1024);
      assert.ok(addressSpaceOf(system, process).regions.length < 400_000);
      const walk = machine.walk(process.satp, BigInt(random(2 ** 30)) * 64n);
      assert.ok(walkLevels(walk).every(({ words }) => words !== ''));
      assert.equal(verdicts(walk, statusBits(machine.current)).length, 6);
      questions += 4;
    }
    if (round % 25 === 0) assert.ok(physicalMap(system).length > 0);
  }
  assert.ok(questions > rounds, `${questions} questions`);
  machine.restoreCheckpoint(whole);
  assert.equal(system.kernel!.list().problem, undefined);
  assert.equal(threads(system).filter(({ kind }) => kind === 'process').length, 3);
});

for (const name of fixtureNames) {
  test(`${name}: truncated, and with bytes that are others`, () => {
    const good = new Uint8Array(readFileSync(join(__dirname, '..', 'fixtures', 'dwarf', `${name}.elf`)));
    const random = randomNumbers(name.length);
    for (let n = 0; n < CASES / 10; n++) {
      const bytes = random(8) === 0 ? good.slice(0, random(good.length)) : good.slice();
      for (let change = random(12); change >= 0; change--) {
        bytes[random(bytes.length || 1)] = [0, 0xff, 0x7f, 0x80, random(256)][random(5)];
      }
      try {
        const elf = readElf(bytes, name);
        const symbols = new SymbolTable(elf);
        const debug = DebugInformation.of(elf);
        for (let question = 0; question < 4; question++) {
          const address = elf.entry + BigInt(random(2048));
          symbols.functionAt(address);
          debug.lines.at(address);
          debug.functions.at(address);
          debug.frames.rowAt(address);
        }
        debug.variables.global('shapes');
      } catch (error) {
        assert.ok(error instanceof UserError, `case ${n}: ${String((error as Error).stack)}`);
        assert.ok(!error.message.includes('\n') && error.message !== '');
      }
    }
  });
}
