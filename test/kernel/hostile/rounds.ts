import assert from 'node:assert/strict';
import { checkKernel } from '../checker';
import { checkConsole, everybody, expectationOf } from './programs';
import { boardOf, exitStatuses, LIMIT, runToProgram } from './run';

/** About where the boot is over, and everybody lives. */
const MIDDLE = 7_000_000;

/**
 * All hostile programs at once, in the order that a seed chooses: the run ends well, each program ended as it must, the
 * neighbours wrote what they had to, and the checker finds nothing, neither in the middle nor at the end.
 */
export function round(seed: number, bootargs: string, cpus = 1): void {
  const programs = everybody(seed);
  const { machine, console } = boardOf(programs, bootargs, cpus);
  const statuses = exitStatuses(machine);
  let stop = runToProgram(machine, MIDDLE + ((seed * 79_193) % (2 * MIDDLE)));
  if (stop.kind === 'return') {
    checkKernel(machine);
    stop = machine.run(LIMIT);
  }
  assert.deepEqual(stop, { kind: 'finished', code: 0 }, console());
  assert.equal(checkKernel(machine), 0);
  checkConsole(console(), programs);
  programs.forEach((name, index) => {
    const expected = expectationOf(name);
    const status = 'status' in expected ? expected.status : undefined;
    assert.equal(statuses.get(index + 1), status, `${name}: its exit status`);
  });
}
