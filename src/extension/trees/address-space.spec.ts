import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegionBody } from '../../protocol/requests';
import { presentSpace } from './address-space';
import { presentWalk } from './page-walk';

test('a region says place, permissions, whose it is and how big; argv stands on the stack', async () => {
  const rows = presentSpace(
    {
      pid: 3,
      name: 'a',
      satp: '0x8',
      root: '0x80200000',
      regions: [
        {
          kind: 'code',
          start: '0x1000',
          end: '0x2000',
          size: 4096,
          permissions: 'r-x',
          isUsers: true,
          frames: 1,
          physical: '0x80300000',
        },
        {
          kind: 'guard',
          start: '0x5000',
          end: '0x6000',
          size: 4096,
          permissions: '',
          isUsers: false,
          frames: 0,
        },
      ],
      arguments: { argc: 1, argv: '0x1ffffe0', texts: [{ address: '0x1fffff0', text: 'a' }] },
    },
    (address) => Promise.resolve([{ id: address, label: address }]),
  );
  assert.equal(rows[0].description, '0x1000 – 0x2000 · r-x · user · 4 KiB');
  assert.match(rows[1].spoken ?? '', /^Guard page, .* not mapped, kernel only/);
  assert.equal(rows[2].description, 'argc = 1, argv = 0x1ffffe0, on the stack');
  const { children } = rows[0];
  assert.ok(typeof children === 'function');
  assert.deepEqual(await children(), [{ id: '0x1000', label: '0x1000' }]);
});

test('a page walk: each level in words, then what each access would come to', () => {
  const rows = presentWalk({
    address: '0x80000000',
    satp: '0x8',
    root: '0x80200000',
    sum: false,
    mxr: false,
    levels: [
      {
        level: 2,
        table: '0x80200000',
        entryAddress: '0x80200010',
        index: 2,
        entry: '0xcf',
        bits: 'VRWX--AD',
        words: 'a leaf, for the kernel only',
      },
    ],
    physical: '0x80000000',
    accesses: [
      { mode: 'user', access: 'read', allowed: false, why: 'U = 0' },
      { mode: 'kernel', access: 'read', allowed: true },
    ],
  });
  assert.deepEqual(
    rows.map(({ label }) => label),
    ['Level 2: entry 2', 'Physical address', 'read in user mode', 'read in kernel mode'],
  );
  assert.equal(rows[2].description, 'faults: U = 0');
});

test('what the kernel has in many pieces is one row until it is unfolded', () => {
  const piece = (page: number): RegionBody => ({
    kind: 'kernel',
    start: `0x8000${page}000`,
    end: `0x8000${page + 1}000`,
    size: 4096,
    permissions: 'rw-',
    isUsers: false,
    frames: 1,
  });
  const code: RegionBody = { ...piece(0), kind: 'code', start: '0x1000', end: '0x2000', isUsers: true };
  const body = { pid: 3, name: 'a', satp: '0x8', regions: [code, piece(1), piece(3), piece(5)] };
  const [first, kernel, ...others] = presentSpace(body, () => Promise.resolve([]));
  assert.equal(first.label, 'Code');
  assert.equal(kernel.description, '0x80001000 – 0x80006000 · kernel only · 3 regions, 12 KiB');
  assert.ok(Array.isArray(kernel.children) && kernel.children.length === 3);
  assert.deepEqual(others, []);
});
