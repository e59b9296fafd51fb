/** What the assembler tells an editor about a source. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse, type AnalysedSource } from './document';
import type { Span } from './text/source';

const text = `.globl main
.equ SIZE, 4 * 2
.macro twice reg, by=1
  addi \\reg, \\reg, \\by
  addi \\reg, \\reg, \\by
.endm
main: li a0, SIZE + 1
1: twice a0, SIZE
   beqz a0, 1b
   call helper
   ret
.data
table: .word SIZE, main
`;

const place = ({ source, start, end }: Span): string => {
  const { line, column } = source.position(start);
  return `${line}:${column} ${source.text.slice(start, end)}`;
};

const only = (source: string): AnalysedSource =>
  analyse([{ path: 'x.s', text: source }], { purpose: 'part', elsewhere: new Set(['helper']) }).sources[0];

test('symbols with their definitions, uses and values', () => {
  const { symbols } = only(text);
  const lines = symbols.map(({ name, kind, isGlobal, value, definitions, references }) => [
    `${kind} ${isGlobal ? 'global ' : ''}${name} = ${value}`,
    definitions.map(place),
    references.map(place),
  ]);
  assert.deepEqual(lines, [
    ['constant SIZE = 8', ['2:6 SIZE'], ['7:14 SIZE', '8:14 SIZE', '8:14 SIZE', '13:14 SIZE']],
    ['macro twice = undefined', ['3:8 twice'], ['8:4 twice']],
    ['label global main = 4096', ['7:1 main'], ['1:8 main', '13:20 main']],
    ['numeric 1 = 4100', ['8:1 1'], ['9:13 1b']],
    ['label table = 8192', ['13:1 table'], []],
    ['undefined helper = undefined', [], ['10:9 helper']],
  ]);
});

test('statements with the bytes that they made', () => {
  const lines = only(text).statements.map(
    ({ kind, name, address, bytes }) =>
      `${kind} ${name.text} ${address?.toString(16)} ${Buffer.from(bytes).toString('hex')}`,
  );
  assert.deepEqual(lines.slice(3), [
    'label main 1000 ',
    'instruction li 1000 13059000',
    'label 1 1004 ',
    'call twice 1004 ',
    'instruction beqz 100c e30c05fe',
    'instruction call 1010 97000000e7800000',
    'instruction ret 1018 67800000',
    'directive .data 101c ',
    'label table 2000 ',
    'directive .word 2000 0800000000100000',
  ]);
});

test('values of expressions', () => {
  const values = only(text).expressions.map(({ span, value }) => `${place(span)} = ${value}`);
  assert.ok(values.includes('2:12 4 * 2 = 8'));
  assert.ok(values.includes('7:14 SIZE + 1 = 9'));
  assert.ok(values.includes('13:20 main = 4096'));
});

test('a mistake in a macro is reported where the macro is called, with the line of its body', () => {
  const { diagnostics } = analyse([{ path: 'x.s', text: text.replace('twice a0, SIZE', 'twice a0, 5000') }]);
  const [first] = diagnostics;
  assert.equal(`${first.line}:${first.column}+${first.length}`, '8:14+4');
  assert.match(first.message, /takes a number from -2048 to 2047/);
});

test('files that are wanted', () => {
  const source = { path: 'lib/x.s', text: '.include "y.s"\n.globl main\nmain: li a0, Y' };
  assert.deepEqual(analyse([source]).wanted, ['lib/y.s']);
  const bytes = new TextEncoder().encode('Y = 7\n');
  const { diagnostics, sources } = analyse([source], { included: new Map([['lib/y.s', { bytes }]]) });
  assert.deepEqual(diagnostics, []);
  const y = sources[0].symbols.find(({ name }) => name === 'Y')!;
  assert.equal(y.definitions[0].source.path, 'lib/y.s');
});
