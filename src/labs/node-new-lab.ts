import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import packageJson from '../../package.json';
import { UserError } from '../base/errors';
import { nameOf } from './format/load';

/** Makes a small lab that is whole: to be changed into one's own. @throws UserError when the folder is not empty */
export async function makeLab(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UserError(`${folder} is no folder in which a lab could be made`);
  });
  if (there.length > 0) throw new UserError(`${folder} is not empty: a lab is made in a new folder`);
  for (const [path, text] of Object.entries(filesOf(nameOf(folder)))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const json = (value: unknown): string => JSON.stringify(value, null, 2) + '\n';

const program = (...body: readonly string[]): string =>
  [
    '        .globl main',
    'main:',
    ...body.map((line) => (line.endsWith(':') ? line : `        ${line}`)),
    '',
  ].join('\n');

const greeting = ['', '        .section .rodata', 'text:   .ascii "hello\\n"', ''].join('\n');

function filesOf(title: string): Record<string, string> {
  const write = ['li      a7, SYS_write', 'li      a0, 1', 'la      a1, text', 'li      a2, 6', 'ecall'];
  const end = ['li      a0, 0', 'ret'];
  return {
    'lab.json': json({
      format: 1,
      title,
      version: '1',
      writtenFor: packageJson.version,
      minutes: 15,
      goals: ['A program cannot print by itself: it asks the kernel.'],
      handIn: ['hello.s'],
      runs: { main: { program: 'hello.s', maxInstructions: 3_000_000 } },
      steps: [
        {
          title: 'Ask the kernel',
          text: 'text.md',
          predictions: [
            {
              id: 'traps',
              question: 'How often does hello.s enter the kernel by a system call?',
              answer: { count: 'kind == trap' },
              because: 'Once to write, and once more to exit, when main returns.',
            },
          ],
          checks: ['builds', 'asks', 'ends'],
        },
      ],
      checks: [
        { id: 'builds', kind: 'builds', name: 'hello.s is assembled', points: 0 },
        {
          id: 'asks',
          kind: 'events',
          name: 'hello.s asks the kernel to write',
          where: 'kind == trap && call == write && arg0 == 1 && arg2 == 6',
          exactly: 1,
          hint: 'Which register has the number of the system call?',
        },
        { id: 'ends', kind: 'status', name: 'hello.s ends with status 0', status: 0 },
      ],
    }),
    'text.md': `# ${title}

Open [hello.s](open:hello.s#main). It ends at once. Make it print "hello" and a line end:

1. put the number of \`write\` into \`a7\`, and its three arguments into \`a0\`, \`a1\` and \`a2\`;
2. then \`ecall\`.

[Start it](start:main), and step over the \`ecall\`.
`,
    'starter/hello.s': program(...end) + greeting,
    'solution/hello.s': program(...write, ...end) + greeting,
    'wrong/writes-twice/hello.s': program(...write, ...write, ...end) + greeting,
    'wrong/bad-status/hello.s': program(...write, 'ret') + greeting,
    'wrong/caught-by.json': json({ 'writes-twice': 'asks', 'bad-status': 'ends' }),
  };
}
