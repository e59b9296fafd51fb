/** The debug information that the assembler writes, as GNU's tools and our own reader understand it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gnuDump, withoutGnu } from '../../../../test/toolchain/gnu';
import { DebugInformation } from '../../dwarf/debug-information';
import { readElf } from '../../elf/read';
import { assemble } from '../assemble';

const text = `.globl main
main:
    addi sp, sp, -16
    la a0, message

${'# a long comment\n'.repeat(300)}    call other; nop
    .section .text.later, "ax"
1:  bnez a0, 1b
    .text
    ret
    .data
message: .asciz "hi"
`;
const other = '.globl other\nother: ret\n';

const program = (): Uint8Array =>
  assemble([
    { path: '/course/program.s', text },
    { path: '/course/other.s', text: other },
  ]).elf!;

test('readelf reads the line table', { skip: withoutGnu }, () => {
  const output = gnuDump('readelf', ['--debug-dump=decodedline'], program());
  const rows = [...output.matchAll(/^(\S+\.[sS]) +(\d+|-) +(0x\w+)/gm)].map(
    ([, file, line, address]) => `${file} ${line} ${address}`,
  );
  assert.deepEqual(rows.slice(rows.findIndex((row) => row.includes('program.s'))), [
    '/course/program.s 3 0x1014',
    '/course/program.s 4 0x1018',
    '/course/program.s 306 0x1020',
    '/course/program.s 306 0x1028',
    '/course/program.s 310 0x102c',
    '/course/program.s - 0x1030',
    '/course/program.s 308 0x1030',
    '/course/program.s - 0x1034',
    '/course/other.s 2 0x1034',
    '/course/other.s - 0x1038',
  ]);
});

test('objdump shows source lines with the code, and nothing warns', { skip: withoutGnu }, () => {
  const output = gnuDump('objdump', ['-dl'], program());
  assert.match(output, /<other>:\nother\(\):\n\/course\/other\.s:2\n/);
  assert.match(output, /\/course\/program\.s:308\n +1030:/);
  assert.doesNotMatch(gnuDump('readelf', ['-w', '-a'], program()), /[Ww]arning|[Ee]rror/);
});

test('our own reader agrees', () => {
  const { lines } = DebugInformation.of(readElf(program(), 'program'));
  assert.deepEqual(lines.addressesOf('/course/program.s', 4), [0x1018n]);
  assert.equal(lines.at(0x1034n)?.file, '/course/other.s');
  assert.equal(lines.at(0x102bn)?.line, 306);
});

test('what is called is a function, and so is what traps jump to; other labels are not', () => {
  const source = `.globl main
main: la t0, handler
    csrw mtvec, t0
    la t1, data
    csrw mscratch, t1
    call sub
inner: ret
sub: ret
handler: mret
data: .word 1
`;
  const { elf } = assemble([{ path: '/course/traps.s', text: source }]);
  const functions = readElf(elf!, 'traps').symbols.filter(({ kind }) => kind === 'function');
  assert.deepEqual(
    functions
      .filter(({ name }) => name !== '_start')
      .sort((a, b) => Number(a.address - b.address))
      .map(({ name, size }) => `${name} ${size}`),
    ['main 36', 'sub 4', 'handler 8'],
  );
});
