import assert from 'node:assert/strict';
import { test } from 'node:test';
import grammar from '../../syntaxes/riscv-asm.tmLanguage.json';
import { pseudos } from '../../src/isa/pseudo';
import { abiNames } from '../../src/isa/registers';
import { rows } from '../../src/isa/rows';
import { compressedRows } from '../../src/isa/rows/compressed';
import { directives } from '../../src/toolchain/assembler/directives/directives';
import { mnemonics } from '../../src/toolchain/assembler/instructions/meanings';

type Rule = keyof typeof grammar.repository;
const instructionRules: Rule[] = ['traps', 'jumps', 'csrInstructions', 'memory', 'arithmetic'];

/** The rule's pattern as a JavaScript expression: the grammar keeps to what both engines understand. */
function patternOf(rule: Rule): RegExp {
  const { match } = grammar.repository[rule] as { match: string };
  const ignoresCase = match.startsWith('(?i)');
  return new RegExp(match.replace('(?i)', ''), ignoresCase ? 'gi' : 'g');
}

/** Which rules take exactly `word`, in a line where it stands alone. */
const rulesFor = (word: string, rules: readonly Rule[]): Rule[] =>
  rules.filter((rule) => [...`\t${word} `.matchAll(patternOf(rule))].some(([found]) => found === word));

const names = [
  ...rows.map((row) => row.name),
  ...compressedRows.map((row) => row.name),
  ...Object.values(pseudos).flatMap((list) => list.map((pseudo) => pseudo.name)),
];

test('every instruction of the table is coloured, by one rule', () => {
  const wrong = [...new Set(names)].filter((name) => rulesFor(name, instructionRules).length !== 1);
  assert.deepEqual(wrong, []);
});

test('no other word is coloured as an instruction', () => {
  const known = new Set(names);
  // Pseudo-instructions that have no single instruction to be disassembled from, or none that objdump prefers.
  const more =
    'call tail jump la lla lga ll bgt ble bgtu bleu sgt sgtu sext.b sext.h zext.h zext.w move pause scall sbreak';
  for (const word of more.split(' ')) known.add(word);
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const slips = [...known].flatMap((name) => [name + 'q', name + '.', 'q' + name, name.slice(0, -1)]);
  const candidates = [...slips, ...letters].filter((word) => !known.has(word));
  const wrong = candidates.filter((word) => rulesFor(word, instructionRules).length > 0);
  assert.deepEqual([...new Set(wrong)], []);
});

test('every register is coloured, and no symbol that looks like one', () => {
  const registers = [...abiNames, 'fp', ...abiNames.map((_, number) => `x${number}`)];
  for (const name of registers) assert.deepEqual(rulesFor(name, ['registers']), ['registers'], name);
  for (const name of ['x32', 'a8', 's12', 't7', 'sp_top', '.ra', 'raw']) {
    assert.deepEqual(rulesFor(name, ['registers']), [], name);
  }
});

test('numbers, local labels and system calls', () => {
  for (const word of ['0', '42', '0xFFff', '0b101'])
    assert.deepEqual(rulesFor(word, ['numbers']), ['numbers'], word);
  for (const word of ['1b', 'x1', '0x']) assert.deepEqual(rulesFor(word, ['numbers']), [], word);
  assert.deepEqual(rulesFor('SYS_write', ['systemCalls']), ['systemCalls']);
});

test('every rule is used, and every rule that is used exists', () => {
  const used = grammar.patterns.map(({ include }) => include.slice(1)).sort();
  assert.deepEqual(used, Object.keys(grammar.repository).sort());
});

test('everything that the assembler knows is coloured: instructions and directives', () => {
  const wrong = mnemonics.filter((name) => rulesFor(name, instructionRules).length !== 1);
  assert.deepEqual(wrong, []);
  for (const name of directives.keys())
    assert.deepEqual(rulesFor(name, ['directives']), ['directives'], name);
});
