import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { Table } from '../../src/debug/kernels/tables';
import { AddressSpace } from '../../src/debug/memory/address-space';
import { Image } from '../../src/debug/symbols/image';
import { readElf } from '../../src/toolchain/elf/read';
import { boards, ownBoard } from './boards';
import { checkKernel } from './checker';
import { testedKernel } from './images';
import { initrdOf } from './programs';

for (const { name, skip, run } of boards) {
  describe(`processes, on ${name}`, { skip }, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-processes-'));
    after(() => rmSync(folder, { recursive: true }));
    const boot = (commands: readonly string[], bootargs = '') => run(initrdOf(commands, folder), bootargs);

    test('fork, exec, spawn, wait and kill do what they say', async () => {
      const { console, status } = await boot(['family', 'registers'], 'timeslice=3000');
      const lines = console.trimEnd().split('\n');
      assert.equal(status, 0, console);
      assert.deepEqual(
        lines.filter((line) => !line.startsWith('[kernel]')).sort(),
        ['all right', 'nothing lost'],
        console,
      );
      assert.equal(
        lines.filter((line) => /\(family\) killed: load page fault/.test(line)).length,
        1,
        console,
      );
    });

    test('an orphan goes on, and the run ends with it', async () => {
      assert.deepEqual(await boot(['orphans']), { console: 'parent\norphan\n', status: 0 });
    });

    test('the entries of the process table are used again', async () => {
      assert.deepEqual(await boot(['generations']), { console: '', status: 0 });
    });

    test('a fork bomb fills the table and harms nobody', async () => {
      assert.deepEqual(await boot(['forkbomb', 'registers'], 'timeslice=2000'), {
        console: 'nothing lost\n',
        status: 0,
      });
    });
  });
}

describe('when all have ended', { skip: boards[0].skip }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-ended-'));
  after(() => rmSync(folder, { recursive: true }));
  const name = testedKernel();
  const kernel = new Image('kernel', 'kernel', readElf(readFileSync(name), name));

  test('the programs of the boot list can still be looked at, and no orphan', () => {
    const machine = ownBoard(initrdOf(['orphans', 'registers'], folder), '');
    assert.deepEqual(machine.run(300_000_000), { kind: 'finished', code: 0 });
    assert.equal(checkKernel(machine), 0);
    const table = new Table(kernel, 'process_table', new AddressSpace(machine, 0n));
    const pids = Array.from({ length: table.count }, (_, index) => Number(table.entry(index)!.number('pid')));
    assert.deepEqual(pids.filter(Boolean), [1, 2]);
  });
});
