import { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnostics } from '../../src/lsp/features/diagnostics';
import { Workspace } from '../../src/lsp/workspace';
import { median } from './measure';

const LINES = 10_000;
const KEYSTROKES = 20;

/** A source as a course has them: functions with loops, loads, stores, calls, comments, data. */
function plainSource(): string {
  const lines = ['        .globl  main', 'main:'];
  for (let n = 0; lines.length < LINES; n++) {
    lines.push(
      `# Function ${n}`,
      `f${n}:     addi    sp, sp, -16`,
      '        sd      ra, 8(sp)',
      `        li      t0, ${n * 37}`,
      '1:      addi    t0, t0, -1',
      '        bnez    t0, 1b',
      `        la      a0, text${n}`,
      `        call    f${Math.max(0, n - 1)}`,
      '        ld      ra, 8(sp)',
      '        addi    sp, sp, 16',
      '        ret',
      '        .data',
      `text${n}:  .asciz  "number ${n}"`,
      '        .text',
    );
  }
  return lines.slice(0, LINES).join('\n') + '\n';
}

/** A source whose lines are nearly all calls of macros. */
function sourceOfMacros(): string {
  const lines = [
    '.macro  push reg, offset=8',
    '        addi    sp, sp, -16',
    '        sd      \\reg, \\offset(sp)',
    '.endm',
    '.macro  pop reg, offset=8',
    '        ld      \\reg, \\offset(sp)',
    '        addi    sp, sp, 16',
    '.endm',
    '        .globl  main',
    'main:',
  ];
  for (let n = 0; lines.length < LINES; n++)
    lines.push(`        push    s${n % 11}`, `        pop     s${n % 11}, 8`);
  return lines.slice(0, LINES).join('\n') + '\n';
}

/** CPU milliseconds from a keystroke in a file of ten thousand lines to its diagnostics. */
export const keystrokeToDiagnostics = (): { readonly plain: number; readonly macros: number } => ({
  plain: keystrokeIn(plainSource()),
  macros: keystrokeIn(sourceOfMacros()),
});

function keystrokeIn(source: string): number {
  const workspace = new Workspace({
    list: async () => [],
    read: async () => undefined,
    real: async () => undefined,
  });
  const document = TextDocument.create('file:///bench/large.s', 'riscv-asm', 0, source);
  const times: number[] = [];
  for (let stroke = 0; stroke < KEYSTROKES; stroke++) {
    const place = { line: LINES / 2, character: 0 };
    const range = { start: place, end: place };
    const before = process.cpuUsage();
    TextDocument.update(document, [{ range, text: '#' }], stroke + 1);
    const { uri, languageId, version } = document;
    const file = workspace.update(TextDocument.create(uri, languageId, version, document.getText()));
    diagnostics(workspace, file);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  // The first ones are compiled while they run.
  return median(times.slice(KEYSTROKES / 2));
}
