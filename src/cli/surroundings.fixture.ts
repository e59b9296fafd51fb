import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable, type Readable } from 'node:stream';
import { after, before } from 'node:test';
import { nodeHost } from '../host/node-host';
import { dispatch } from './dispatch';
import { Output } from './output';
import { checkWritable, writeFile } from './result-files';
import { Stdin } from './stdin';

const root = join(__dirname, '..', '..');

/** What a command did. */
export interface Done {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** Files written, by path: their text, or how many bytes. */
  readonly written: Readonly<Record<string, string>>;
}

/** A folder of files for the specs of one file, and the command line run in this process on the real kernel. */
export function commandLine(sources: Readonly<Record<string, string | Uint8Array>>): {
  path(name: string): string;
  trapframe(...words: string[]): Promise<Done>;
  /** The same with something on stdin. */
  reading(stdin: Readable, ...words: string[]): Promise<Done>;
  /** The same, with somebody who is told all that is on stdout as soon as it is there. */
  talking(stdin: Readable, hear: (out: string) => void, ...words: string[]): Promise<Done>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'trapframe cli ü '));
  before(() => {
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'kernel', 'build.mjs')]);
    if (status !== 0) throw new Error(`the kernel was not built: ${String(stderr)}`);
  });
  after(() => rmSync(folder, { recursive: true }));
  const inFolder = (word: string): string => (word.startsWith('@') ? join(folder, word.slice(1)) : word);
  return {
    path: (name) => join(folder, name),
    // A word such as @hello.s stands for the path of that file.
    trapframe: (...words) => runCommand(words.map(inFolder)),
    reading: (stdin, ...words) => runCommand(words.map(inFolder), stdin),
    talking: (stdin, hear, ...words) => runCommand(words.map(inFolder), stdin, hear),
  };
}

async function runCommand(
  words: readonly string[],
  stdin?: Readable,
  hear: (out: string) => void = () => {},
): Promise<Done> {
  const chunks: Uint8Array[] = [];
  const stream = new Writable({
    write(chunk: Uint8Array, _, done) {
      chunks.push(chunk);
      hear(Buffer.concat(chunks).toString());
      done();
    },
  });
  const output = new Output(stream);
  const said: string[] = [];
  const written: Record<string, string> = {};
  const status = await dispatch(words, {
    output,
    say: (text) => said.push(text),
    host: nodeHost(join(root, 'dist')),
    writeFile: async (path, data) => {
      written[path] = typeof data === 'string' ? data : `${data.length} bytes`;
      await writeFile(path, data);
    },
    checkWritable,
    interrupt: new AbortController().signal,
    ...(stdin && { stdin: new Stdin(stdin, () => {}) }),
  });
  return { status, out: Buffer.concat(chunks).toString(), err: said.join('\n'), written };
}
