import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture, fixtureElf, fixtureNames } from '../testing/fixtures';
import { runFixture, type Moment } from '../testing/run';
import type { DebugInformation } from '../debug-information';
import { unwindFrame } from './unwind';

interface Frame {
  readonly returnAddress: bigint;
  readonly cfa: bigint;
}

/** The frames from the innermost on, until one whose caller is in no function. */
function unwind(information: DebugInformation, moment: Moment): Frame[] {
  const frames: Frame[] = [];
  let { pc, register } = moment;
  let lookup = pc;
  while (frames.length < 50) {
    const row = information.frames.rowAt(lookup);
    const caller = row && unwindFrame(row, { register, readMemory: moment.readMemory });
    if (!caller || !information.functions.at(caller.pc - 1n)) return frames;
    frames.push({ returnAddress: caller.pc, cfa: caller.cfa });
    ({ pc } = caller);
    lookup = caller.isExactPc ? pc : pc - 1n;
    register = (number) => caller.registers[number];
  }
  return frames;
}

for (const name of fixtureNames) {
  describe(`frames of ${name}`, () => {
    const information = fixture(name);

    test('at every instruction of a run, unwinding gives the calls that the run made', () => {
      let deepest = 0;
      let count = 0;
      runFixture(fixtureElf(name), 700, (moment) => {
        const expected = moment.calls.map(({ returnAddress, sp }) => ({ returnAddress, cfa: sp })).reverse();
        assert.deepEqual(unwind(information, moment), expected, `at ${moment.pc.toString(16)}`);
        deepest = Math.max(deepest, expected.length);
        count++;
      });
      assert.equal(count, 700);
      assert.ok(deepest >= 2, `the deepest stack had ${deepest} calls`);
      assert.deepEqual(information.problems, []);
    });

    test('there is no row outside of the code', () => {
      for (const pc of [0n, 0x7fff_fffen, 0x8000_1000n])
        assert.equal(information.frames.rowAt(pc), undefined);
    });
  });
}
