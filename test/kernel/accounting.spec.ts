import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { Table } from '../../src/debug/kernels/tables';
import { AddressSpace } from '../../src/debug/memory/address-space';
import { Image } from '../../src/debug/symbols/image';
import { Privilege } from '../../src/machine/types';
import { readElf } from '../../src/toolchain/elf/read';
import { boards, ownBoard } from './boards';
import { testedKernel } from './images';
import { initrdOf } from './programs';

describe('accounting', { skip: boards[0].skip }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-accounting-'));
  after(() => rmSync(folder, { recursive: true }));
  const commands = ['registers', 'looper', 'sleeper'];
  const machine = ownBoard(initrdOf(commands, folder), 'timeslice=5000');
  const name = testedKernel();
  const kernel = new Image('kernel', 'kernel', readElf(readFileSync(name), name));
  const space = new AddressSpace(machine, 0n);
  const entry = (table: string, index: number) => new Table(kernel, table, space).entry(index)!;
  const number = (table: string, index: number, field: string): number =>
    Number(entry(table, index).number(field)!);

  /** Steps that each process made in user mode, the trap at their end not counted. */
  const user = new Map<number, number>();
  let entered = 0;
  machine.onReturn = (back) => {
    if (back.to === Privilege.user) entered = back.at;
    return false;
  };
  machine.onTrap = (trap) => {
    if (trap.from !== Privilege.user) return false;
    const process = entry('cpus', 0).number('current')!;
    user.set(Number(process), (user.get(Number(process)) ?? 0) + trap.at - 1 - entered);
    return false;
  };

  test('instructions in user mode are counted exactly', () => {
    assert.deepEqual(machine.run(300_000_000), { kind: 'finished', code: 0 });
    commands.forEach((command, index) => {
      const address = Number(entry('process_table', index).address);
      assert.equal(number('process_table', index, 'user_instructions'), user.get(address), command);
    });
  });

  test('every instruction is somebody’s', () => {
    const all = commands.map(
      (_, index) =>
        number('process_table', index, 'user_instructions') +
        number('process_table', index, 'kernel_instructions'),
    );
    const sum = all.reduce((a, b) => a + b) + number('cpus', 0, 'scheduler_instructions');
    const counted = number('cpus', 0, 'counted');
    assert.equal(sum, counted);
  });

  test('moments are in order', () => {
    commands.forEach((command, index) => {
      const [arrival, first, end, waiting] = ['arrival', 'first_run', 'end', 'waiting'].map((field) =>
        number('process_table', index, field),
      ) as [number, number, number, number];
      assert.ok(arrival <= first && first < end && waiting < end, command);
    });
  });
});
