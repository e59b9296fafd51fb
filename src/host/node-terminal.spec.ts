import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { openTerminal } from './node-terminal';

test('a terminal that takes nothing is waited for, until it does or is gone', async () => {
  const link = await openTerminal('cli.js');
  const came = new Promise<void>((resolve) => (link.onChange = (isThere) => isThere && resolve()));
  const terminal = connect(link.command.args.at(-1)!);
  terminal.pause();
  await came;
  const piece = new Uint8Array(1 << 16);
  let written = 0;
  let isReady = true;
  /** Whether it takes more at once. */
  const look = async (): Promise<boolean> => {
    isReady = false;
    void link.ready().then(() => (isReady = true));
    await new Promise(setImmediate);
    return isReady;
  };
  while (await look()) {
    link.write(piece);
    written += piece.length;
    assert.ok(written < 1 << 27, 'nothing bounds it');
  }
  let read = 0;
  terminal.on('data', (bytes) => (read += bytes.length));
  terminal.resume();
  await link.ready();
  while (read < written) await once(terminal, 'data');
  terminal.pause();
  while (await look()) link.write(piece);
  const ready = link.ready();
  terminal.destroy();
  await ready;
  link.close();
});
