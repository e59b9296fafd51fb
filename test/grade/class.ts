import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../docs/pages';
import { makeLab } from '../../src/labs/node-new-lab';

const main = (body: string, data = ''): string => `        .globl main\nmain:${body}${data}\n`;
const write = (length: number, times: string): string =>
  `   li      s0, ${times}\n1:      li      a7, SYS_write\n        li      a0, 1\n        la      a1, text\n        li      a2, ${length}\n` +
  `        ecall\n        addi    s0, s0, -1\n        bnez    s0, 1b\n        li      a0, 0\n        ret\n`;
const hello = '        .section .rodata\ntext:   .ascii "hello\\n"';

/** A kind of submission: what is handed in, and whether it passes. */
interface Kind {
  readonly passes: boolean;
  readonly make: (folder: string, index: number) => void;
}

const source = (text: string | Uint8Array, passes = false): Kind => ({
  passes,
  make: (folder) => writeFileSync(path.join(folder, 'hello.s'), text),
});

/** Noise that is the same each time. */
function noise(index: number): Uint8Array {
  let state = index + 1;
  return Uint8Array.from(
    { length: 50_000 },
    () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24,
  );
}

/** What people hand in, by name. */
export const kinds: Readonly<Record<string, Kind>> = {
  right: source(main(write(6, '1'), hello), true),
  twice: source(main(write(6, '2'), hello)),
  endless: source(main('   j       main')),
  forks: source(main('   li      a7, SYS_fork\n        ecall\n        j       main')),
  nothing: { passes: false, make: () => {} },
  syntax: source('main:   this is no program (\n'),
  outside: {
    passes: false,
    make: (folder) => symlinkSync(path.join(root, 'package.json'), path.join(folder, 'hello.s')),
  },
  cheat: {
    passes: false,
    make: (folder) => {
      writeFileSync(path.join(folder, 'hello.s'), main('   li      a0, 0\n        ret'));
      writeFileSync(path.join(folder, 'lab.json'), '{"format":1,"title":"easy","checks":[]}');
    },
  },
  loud: source(main(write(4096, '0x7fffffff'), '        .data\ntext:   .fill 4096, 1, 120')),
  noise: {
    passes: false,
    make: (folder, index) => writeFileSync(path.join(folder, 'hello.s'), noise(index)),
  },
};

/** A lab, and a class of so many submissions to it. */
export async function makeClass(
  folder: string,
  count: number,
): Promise<{ lab: string; submissions: string[] }> {
  const lab = path.join(folder, 'hello');
  await makeLab(lab);
  const names = Object.keys(kinds);
  const submissions = Array.from({ length: count }, (_, index) => {
    const kind = names[index % names.length];
    const submission = path.join(folder, 'class', `${String(index).padStart(3, '0')}-${kind}`);
    mkdirSync(submission, { recursive: true });
    kinds[kind].make(submission, index);
    return submission;
  });
  return { lab, submissions };
}
