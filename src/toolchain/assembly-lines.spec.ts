import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assemble } from './assembler/assemble';
import { alignAssembly } from './assembly-lines';
import { readElf } from './elf/read';

/** Aligns a source with the program that another one became. @returns the line of each instruction, by function */
function linesOf(source: string, program = source): Record<string, number[]> {
  const { elf: bytes, diagnostics } = assemble([{ path: 'p.s', text: program }], { purpose: 'machine' });
  assert.ok(bytes, JSON.stringify(diagnostics));
  const elf = readElf(bytes, 'p');
  const labels = new Map(elf.symbols.map(({ name, address }) => [name, address]));
  const [{ virtualAddress, bytes: code }] = elf.segments;
  const view = new DataView(code.buffer, code.byteOffset, code.length);
  const ranges = alignAssembly(source, {
    addressOf: (label) => labels.get(label),
    word: (address) => {
      const at = Number(address - virtualAddress);
      return at < 0 || at + 4 > code.length ? undefined : view.getUint32(at, true);
    },
  });
  const nameAt = (address: bigint): string => elf.symbols.find((one) => one.address === address)!.name;
  return Object.fromEntries(
    ranges.map((range) => [nameAt(range.address), range.rows.map(({ line }) => line)]),
  );
}

const SOURCE = `
        .globl _start, other
_start: li a0, 0x3fffffe000     # as many instructions as it takes
        sd ra, 40(a0)
        # a comment
        csrw sscratch, a0
        csrr t0, sscratch; sd t0, 112(a0)
1:      beqz a0, 1b
        call other
        sfence.vma zero, zero
        jr t0
        .balign 16
other:  la a1, _start
        mv a0, a1
        ret
`;

test('each instruction has its line, also those that become several, and several in a line', () => {
  assert.deepEqual(linesOf(SOURCE), {
    _start: [3, 4, 6, 7, 7, 8, 9, 10, 11],
    other: [13, 14, 15],
  });
});

test('a function that is not what its source says has no lines; the others have theirs', () => {
  const changed = SOURCE.replace('sd ra, 40(a0)', 'sd ra, 48(a0)');
  assert.deepEqual(Object.keys(linesOf(changed, SOURCE)), ['other']);
  assert.deepEqual(Object.keys(linesOf(SOURCE.replace('mv a0, a1', 'mv a0, a2'), SOURCE)), ['_start']);
  assert.deepEqual(Object.keys(linesOf(SOURCE.replace('ret', 'sret'), SOURCE)), ['_start']);
});

test('macros are not looked through; what was left out of the program ends the function before it', () => {
  const macro = SOURCE.replace('        ret', '        .irp r, a0, a1\n        mv \\r, zero\n        .endr');
  assert.deepEqual(Object.keys(linesOf(macro)), ['_start']);
  const left = `${SOURCE}#ifdef OLD\nabsent: csrrw a0, mscratch, a0\n        mret\n#endif\n`;
  assert.deepEqual(linesOf(left, SOURCE)['other'], [13, 14, 15]);
});
