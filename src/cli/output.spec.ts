import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Output } from './output';

const ATTACK = '\x1b[32mgreen\x1b[0m\x1b]52;c;cm0=\x07\x1b[6n\n';

/** What arrives of ATTACK, sent byte by byte, at a terminal or a pipe. */
async function shown(isTTY: boolean, prepare: (output: Output) => void = () => {}): Promise<string> {
  const chunks: Uint8Array[] = [];
  const stream = new Writable({ write: (chunk: Uint8Array, _, done) => (chunks.push(chunk), done()) });
  const output = new Output(Object.assign(stream, isTTY ? { isTTY } : {}));
  prepare(output);
  for (const byte of Buffer.from(ATTACK)) {
    output.writeByte(byte);
    await output.flush();
  }
  return Buffer.concat(chunks).toString();
}

test('a terminal gets colours, and nothing that makes it act or answer', async () => {
  assert.equal(await shown(true), '\x1b[32mgreen\x1b[0m\n');
});

test('a pipe gets every byte, and so does a terminal that asked for it', async () => {
  assert.equal(await shown(false), ATTACK);
  assert.equal(await shown(true, (output) => output.showEverything()), ATTACK);
});
