import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterWithId } from '../../src/debug/traps/filters';
import { nameOfThread, threadOn, threads } from '../../src/debug/threads';
import { headlineOf, stackOf } from '../../src/debug/unwind/stacks';
import { laboratory, randomNumbers, untilStop } from './machine';

const start = laboratory();

for (const place of ['process_table', 'cpus', 'kernel_stacks'] as const) {
  test(`whatever is in ${place}, threads and stacks are lists that end`, async () => {
    const target = await start(['naps.s', 'loop.s', 'hello.s']);
    target.setFilters([{ id: filterWithId('timer')!.id }]);
    await untilStop(target, () => target.start(false));
    await untilStop(target, () => target.continue());
    const { system } = target;
    const { machine } = system;
    const symbol = system.kernelImage!.symbols.named(place)!;
    const address = Number(symbol.address);
    const good = machine.readPhysical(address, symbol.size)!;
    const random = randomNumbers(place.length);
    let problems = 0;
    for (let round = 0; round < 150; round++) {
      const bad = good.slice();
      // The more rounds, the less is left of the original.
      for (let n = 0; n <= round * 4; n++) {
        const at = random(bad.length) & ~7;
        const value = [0, 0xff, random(256), 0x80][random(4)];
        bad.fill(value, at, at + 1 + random(8));
      }
      assert.ok(machine.writePhysical(address, bad));
      for (const thread of threads(system)) {
        assert.notEqual(nameOfThread(thread), '');
        const frames = stackOf(system, thread);
        assert.ok(frames.length < 600);
        for (const frame of frames) {
          if (frame.kind === 'code') target.environment(thread, frame).lookup('s1');
        }
        if (thread.process) headlineOf(system, thread.process, thread.hart);
      }
      assert.ok(threadOn(system, machine.current).id > 0);
      if (system.kernel!.list().problem !== undefined) problems++;
    }
    if (place === 'process_table')
      assert.ok(problems > 75, `entries that make no sense are told: ${problems}`);
    assert.ok(machine.writePhysical(address, good));
    assert.equal(system.kernel!.list().problem, undefined);
  });
}
