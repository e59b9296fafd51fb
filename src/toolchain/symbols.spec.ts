import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assemble } from './assembler/assemble';
import { readElf } from './elf/read';
import { SymbolTable } from './symbols';

const text = `.globl _start, second
_start: nop
inner:  nop
        call local
        nop
second: nop
local:  nop
.data
first:  .dword 1
later:  .dword 2, 3
        .equ LIMIT, 77`;

const table = new SymbolTable(readElf(assemble([{ path: 'x.s', text }]).elf!, 'x'));

test('by name', () => {
  assert.equal(table.named('second')?.address, 0x1014n);
  assert.equal(table.named('inner')?.address, 0x1004n);
  assert.equal(table.named('LIMIT')?.address, 77n);
  assert.equal(table.named('nothing'), undefined);
});

test('the function of an address', () => {
  const name = (address: bigint): string => {
    const found = table.functionAt(address);
    return found === undefined ? 'none' : `${found.symbol.name}+${found.offset}`;
  };
  assert.equal(name(0xfffn), 'none');
  assert.equal(name(0x1000n), '_start+0');
  assert.equal(name(0x1010n), '_start+16');
  assert.equal(name(0x1014n), 'second+0');
  assert.equal(name(0x1018n), 'local+0');
  assert.equal(name(0x101cn), 'none');
});

test('the object of an address', () => {
  assert.equal(table.objectAt(0x2008n)?.symbol.name, 'later');
  assert.deepEqual(table.objectAt(0x2017n)?.offset, 15n);
  assert.equal(table.objectAt(0x2018n), undefined);
});
