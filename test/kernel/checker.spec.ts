import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Table } from '../../src/debug/kernels/tables';
import { AddressSpace } from '../../src/debug/memory/address-space';
import { Image } from '../../src/debug/symbols/image';
import { Privilege } from '../../src/machine/types';
import { readElf } from '../../src/toolchain/elf/read';
import { checkKernel } from './checker';
import { NEIGHBOUR } from './hostile/programs';
import { boardOf } from './hostile/run';
import { testedKernel } from './images';

describe('the checker of the kernel finds', () => {
  const { machine } = boardOf(Array<string>(3).fill(NEIGHBOUR), 'timeslice=2000');
  machine.run(500_000);
  machine.onReturn = (back) => back.to === Privilege.user;
  machine.run(Infinity);
  machine.onReturn = undefined;
  const sound = machine.saveCheckpoint();

  const name = testedKernel();
  const kernel = new Image('kernel', 'kernel', readElf(readFileSync(name), name));
  const space = new AddressSpace(machine, 0n);
  const processes = new Table(kernel, 'process_table', space);
  const files = new Table(kernel, 'file_table', space);
  const of = (symbol: string): bigint => kernel.global(symbol)!.address;
  const word = (address: bigint): bigint => space.readNumber(address, 8)!;
  const set = (address: bigint, value: bigint, bytes = 8): void => {
    const data = new Uint8Array(8);
    new DataView(data.buffer).setBigUint64(0, value, true);
    assert.ok(machine.writePhysical(Number(address), data.subarray(0, bytes)));
  };
  /** The last entry that translates an address of a process. */
  const entryOf = (index: number, address: bigint): bigint => {
    const root = processes.entry(index)!.number('page_table')!;
    return BigInt(machine.walk((8n << 60n) | (root >> 12n), address).steps.at(-1)!.entryAddress);
  };
  const MAIN = 0x1000n;
  const DEVICE = 0x10000000n;
  const KERNEL = 0x80000000n;
  const USER = 16n;

  test('nothing, where nothing is wrong', () => assert.equal(checkKernel(machine), 3));

  const damages: readonly [string, RegExp, () => void][] = [
    ['a page that is lost', /is lost/, () => set(entryOf(1, MAIN), 0n)],
    ['a wrong count of free pages', /free pages are counted/, () => set(of('pages_free'), 5n)],
    ['a page of two owners', /owners of page 0x\w+ are counted/, () => set(entryOf(1, MAIN), word(entryOf(0, MAIN)))],
    ['a device that a user may use', /the devices in its page table/, () => set(entryOf(0, DEVICE), word(entryOf(0, DEVICE)) | USER)],
    ['a page of the kernel that a user may use', /a page of the kernel is a user/, () => set(entryOf(0, KERNEL), word(entryOf(0, KERNEL)) | USER)],
    ['a page of a user that is not the user’s', /is not the user’s/, () => set(entryOf(0, MAIN), word(entryOf(0, MAIN)) & ~USER)],
    ['a wrong count of references', /references of open file 0/, () => set(files.addressOf(0) + 8n, 4n, 4)],
    ['a process without its memory', /memory of a/, () => set(processes.entry(0)!.addressOf('page_table')!, 0n)],
    ['a process in a wrong state', /who runs|is READY|memory of a|live processes/, () => set(processes.entry(2)!.addressOf('state')!, 5n, 4)],
    ['a pid that is there twice', /each pid is there once/, () => set(processes.entry(1)!.addressOf('pid')!, 1n, 4)],
    ['somebody who is counted as sleeping', /sleepers/, () => set(of('sleepers'), 9n, 4)],
  ]; // prettier-ignore
  for (const [what, words, damage] of damages) {
    test(what, () => {
      machine.restoreCheckpoint(sound);
      assert.equal(checkKernel(machine), 3);
      damage();
      assert.throws(() => checkKernel(machine), words);
    });
  }
});
