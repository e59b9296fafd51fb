import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { structureAt, Table } from '../../../src/debug/kernels/tables';
import { AddressSpace } from '../../../src/debug/memory/address-space';
import { Image } from '../../../src/debug/symbols/image';
import { readElf } from '../../../src/toolchain/elf/read';
import { checkKernel } from '../checker';
import { testedKernel } from '../images';
import { checkConsole, expectationOf, names, NEIGHBOUR } from './programs';
import { boardOf } from './run';

test('there are at least forty, and three of each kind', () => {
  assert.ok(names.length >= 40);
  const kinds = [
    'kernel',
    'other',
    'device',
    'pages',
    'jump',
    'privileged',
    'number',
    'pointer',
    'length',
    'stack',
    'bomb',
    'exhaust',
    'kill',
    'execute',
    'end',
  ];
  for (const kind of kinds) {
    const count = names.filter((name) => name.startsWith(`${kind}-`)).length;
    assert.ok(count >= 3, `${kind}: ${count}`);
  }
});

describe('hostile programs, one by one', () => {
  const kernelName = testedKernel();
  const kernel = new Image('kernel', 'kernel', readElf(readFileSync(kernelName), kernelName));

  for (const [name, cpus] of names.flatMap((name) => [[name, 1] as const, [name, 4] as const])) {
    test(`${name}, ${cpus} CPUs`, () => {
      const programs = [NEIGHBOUR, name];
      const { machine, console } = boardOf(programs, 'timeslice=2000', cpus);
      assert.deepEqual(machine.run(200_000_000), { kind: 'finished', code: 0 }, console());
      checkConsole(console(), programs);
      assert.equal(checkKernel(machine), 0);

      const space = new AddressSpace(machine, 0n);
      const table = new Table(kernel, 'process_table', space);
      const process = table.entry(1)!;
      const frame = structureAt(space, process.number('trap_frame')!, table.layoutOf('trap_frame'))!;
      const expected = expectationOf(name);
      const status = Number(process.number('exit_status'));
      if ('status' in expected) {
        assert.equal(status, expected.status, console());
        return;
      }
      assert.equal(status, 128 + expected.cause, console());
      assert.equal(Number(frame.number('scause')), expected.cause);
      assert.equal(frame.number('stval'), expected.stval, console());
    });
  }
});
