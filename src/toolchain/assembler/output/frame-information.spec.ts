/** Call frame information of functions written by hand, read back instruction by instruction. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abiNames } from '../../../isa/registers';
import { DebugInformation } from '../../dwarf/debug-information';
import { readElf } from '../../elf/read';
import { assemble } from '../assemble';

/** A line for each instruction of `f` where the rules change: offset, frame address, rules of registers. */
function framesOf(code: string): string[] | 'none' {
  const text = `.globl _start, f, g\n_start: nop\nf:\n${code}\ng: ret\n`;
  const { elf, diagnostics } = assemble([{ path: 'x.s', text }]);
  assert.deepEqual(diagnostics, []);
  const program = readElf(elf!, 'x');
  const { frames } = DebugInformation.of(program);
  const { address, size } = program.symbols.find(({ name }) => name === 'f')!;
  if (frames.rowAt(address) === undefined) return 'none';
  const lines: string[] = [];
  for (let offset = 0; offset < size; offset += 4) {
    const { cfa, registers } = frames.rowAt(address + BigInt(offset))!;
    assert.equal(cfa?.kind, 'register');
    const rules = [...registers]
      .filter(([, rule]) => rule.kind !== 'sameValue')
      .map(([register, rule]) => `${abiNames[register]}=${rule.kind === 'offset' ? rule.offset : 'lost'}`);
    const line = [`${abiNames[cfa.register]}+${cfa.offset}`, ...rules.sort()].join(' ');
    if (lines.at(-1)?.split(': ')[1] !== line) lines.push(`${offset}: ${line}`);
  }
  return lines;
}

test('a leaf function', () => {
  assert.deepEqual(framesOf('add a0, a0, a1\nret'), ['0: sp+0']);
});

test('prologue and epilogue', () => {
  const code = `addi sp, sp, -32
    sd ra, 24(sp)
    sd s0, 16(sp)
    mv s0, a0
    call g
    ld s0, 16(sp)
    ld ra, 24(sp)
    addi sp, sp, 32
    ret`;
  assert.deepEqual(framesOf(code), [
    '0: sp+0',
    '4: sp+32',
    '8: sp+32 ra=-8',
    '12: sp+32 ra=-8 s0=-16',
    '28: sp+32 ra=-8',
    '32: sp+32',
    '36: sp+0',
  ]);
});

test('behind an early return the frame is as it was', () => {
  const code = `addi sp, sp, -16
    sd ra, 8(sp)
    beqz a0, 1f
    ld ra, 8(sp)
    addi sp, sp, 16
    ret
  1: jal g
    ld ra, 8(sp)
    addi sp, sp, 16
    ret`;
  assert.deepEqual(framesOf(code), [
    '0: sp+0',
    '4: sp+16',
    '8: sp+16 ra=-8',
    '16: sp+16',
    '20: sp+0',
    '24: sp+16 ra=-8',
    '32: sp+16',
    '36: sp+0',
  ]);
});

test('a frame of a size that is known at run time only hangs on s0', () => {
  const code = `addi sp, sp, -16
    sd ra, 8(sp)
    sd s0, 0(sp)
    addi s0, sp, 16
    sub sp, sp, a0
    jal g
    addi sp, s0, -16
    ld s0, 0(sp)
    ld ra, 8(sp)
    addi sp, sp, 16
    ret`;
  const lines = framesOf(code);
  assert.ok(lines.includes('20: s0+0 ra=-8 s0=-16'));
  assert.equal(lines.at(-1), '40: sp+0');
});

test('code that only a table of addresses leads to has the frame of the function', () => {
  const code = `addi sp, sp, -16
    sd ra, 8(sp)
    jr a1
    nop
    ld ra, 8(sp)
    addi sp, sp, 16
    ret`;
  assert.deepEqual(framesOf(code), ['0: sp+0', '4: sp+16', '8: sp+16 ra=-8', '20: sp+16', '24: sp+0']);
});

test('who forgets to save ra has lost the caller from the call on', () => {
  assert.deepEqual(framesOf('nop\njal g\nret'), ['0: sp+0', '4: sp+0 ra=lost']);
});

test('there is nothing behind the first function', () => {
  const { elf } = assemble([{ path: 'x.s', text: '.globl main\nmain: ret' }]);
  const rule = DebugInformation.of(readElf(elf!, 'x')).frames.rowAt(0x1000n)?.registers.get(1);
  assert.equal(rule?.kind, 'undefined');
});

test('what cannot be followed is not described', () => {
  assert.equal(framesOf('mv sp, a0\nret'), 'none');
  assert.equal(framesOf('csrrw sp, sscratch, sp\nret'), 'none');
  assert.equal(framesOf('1: addi sp, sp, -16\nbnez a0, 1b\nret'), 'none');
  assert.equal(framesOf('addi sp, sp, 16\nret'), 'none');
});
