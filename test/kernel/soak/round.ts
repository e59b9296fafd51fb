import assert from 'node:assert/strict';
import { boot, type BootRequest } from '../../../src/debug/launch/boot';
import { nodeHost } from '../../../src/host/node-host';
import { checkDisk } from '../../../src/toolchain/disk/check';
import { checkKernel } from '../checker';
import { runToProgram } from '../hostile/run';

/** Looked at so often on the way. */
const LOOKS = 5;
const APART = 7_000_000;

/** Runs to the end, looking at the kernel's books on the way and at the end. @returns the steps that it took */
export async function soak(request: BootRequest, dist: string): Promise<number> {
  const { machine } = await boot(request, nodeHost(dist));
  const bytes: number[] = [];
  machine.onConsole = (byte) => void bytes.push(byte);
  for (let look = 1; look <= LOOKS; look++)
    if (runToProgram(machine, look * APART).kind === 'return') checkKernel(machine, true);
  const stop = machine.run(100_000_000_000);
  const console = Buffer.from(bytes).toString();
  assert.deepEqual([console, stop], ['soak: all right\n', { kind: 'finished', code: 0 }]);
  assert.equal(checkKernel(machine), 0);
  assert.deepEqual(checkDisk(machine.readDisk()!), []);
  return machine.instant;
}
