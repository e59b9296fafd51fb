import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const programs = {
  'ask.s': `# Asks for a name, and greets who answers.
        .globl  main
main:   li      a0, 1
        la      a1, question
        li      a2, 6
        li      a7, SYS_write
        ecall
        li      a0, 0
        la      a1, answer
        li      a2, 64
        li      a7, SYS_read
        ecall
        mv      s1, a0
        li      a0, 1
        la      a1, greeting
        li      a2, 6
        li      a7, SYS_write
        ecall
        li      a0, 1
        la      a1, answer
        mv      a2, s1
        li      a7, SYS_write
        ecall
        j       main
        .data
question: .ascii "Name? "
greeting: .ascii "Hello "
        .bss
answer: .space  64
`,
  'loop.s': `# Counts for ever, and never gives the CPU back by itself.
        .globl  main
main:   la      t0, counter
        li      t1, 0
again:  addi    t1, t1, 1
        sd      t1, 0(t0)
        j       again
        .data
counter: .dword 0
`,
};

/** A program by its name, with arguments if it has any. */
type Started = readonly [name: keyof typeof programs, ...args: string[]];

const USUAL: readonly Started[] = [['ask.s'], ['loop.s', 'one', 'two'], ['loop.s']];

/** A folder to open in a window: a few programs, and a launch configuration that runs some of them together. */
export function severalProcesses(started = USUAL): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  for (const [name, text] of Object.entries(programs)) writeFileSync(path.join(folder, name), text);
  mkdirSync(path.join(folder, '.vscode'));
  const file = (name: string): string => `\${workspaceFolder}/${name}`;
  const configuration = {
    type: 'trapframe',
    request: 'launch',
    name: 'Several processes',
    programs: started.map(([name, ...args]) => ({ path: file(name), args })),
  };
  writeFileSync(
    path.join(folder, '.vscode', 'launch.json'),
    JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
