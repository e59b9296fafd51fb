import assert from 'node:assert/strict';
import { ownBoard } from '../boards';
import { checkKernel } from '../checker';
import { LIMIT, runToProgram } from '../hostile/run';

/** The supervisor ends with this when it has seen all others end. */
export const STATUS = 7;

/** Little enough that it can be used up. */
export const memory = 6 * 2 ** 20;

/** Where four processes and their children are at it. */
const MIDDLE = 2_000_000;

/** A run of random calls ends well, and the checker finds nothing, neither in the middle nor at the end. */
export function round(initrd: Uint8Array, bootargs: string, cpus = 1): void {
  const machine = ownBoard(initrd, bootargs, memory, cpus);
  const bytes: number[] = [];
  machine.onConsole = (byte) => void bytes.push(byte);
  if (runToProgram(machine, MIDDLE).kind === 'return') checkKernel(machine);
  const stop = machine.run(LIMIT);
  assert.deepEqual(stop, { kind: 'finished', code: STATUS }, Buffer.from(bytes).toString('latin1'));
  assert.equal(checkKernel(machine), 0);
}
