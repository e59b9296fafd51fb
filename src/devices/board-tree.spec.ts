import assert from 'node:assert/strict';
import { test } from 'node:test';
import { board } from './board.fixture';
import { boardTree } from './board-tree';

const tree = boardTree({ memory: 2 ** 24, cpus: 2, bootargs: '' });
const named = (name: RegExp) =>
  [...tree.children!, ...tree.children!.flatMap(({ children = [] }) => children)].find((node) =>
    name.test(node.name),
  )!;

test('power off and reboot are stores to the finisher', () => {
  const [phandle] = named(/^test@/).properties['phandle'] as number[];
  for (const [name, value] of [
    ['poweroff', 0x5555],
    ['reboot', 0x7777],
  ] as const) {
    assert.deepEqual(named(new RegExp(`^${name}$`)).properties, {
      compatible: `syscon-${name}`,
      value: [value],
      offset: [0],
      regmap: [phandle],
    });
  }
});

test('nobody is on the PCI Express bus: each slot reads as all ones, in all sizes', () => {
  assert.equal(named(/^pci@30000000$/).properties['compatible'], 'pci-host-ecam-generic');
  const run = board(`
_start: li      s0, 0x30000000
        li      s1, 0x3ffffff8
        lwu     a0, 0(s0)
        lhu     a1, 2(s0)
        lbu     a2, 1(s0)
        ld      a3, 0(s1)
        sw      zero, 4(s0)
        lw      a4, 4(s0)
        li      t0, FINISHER
        li      t1, 0x5555
        sw      t1, 0(t0)
        j       .`);
  assert.deepEqual(run.run(), { kind: 'finished', code: 0 });
  assert.deepEqual(
    [10, 11, 12, 13, 14].map((number) => run.machine.harts[0].readRegister(number)),
    [0xffff_ffffn, 0xffffn, 0xffn, 0xffff_ffff_ffff_ffffn, 0xffff_ffff_ffff_ffffn],
  );
});
