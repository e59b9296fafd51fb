// A program that was built elsewhere: its debug information names a folder that is not on this computer.
import assert from 'node:assert/strict';
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../src/cli/surroundings.fixture';
import { workplace } from './adapter';
import { programs } from './programs';

const place = workplace();
const { path, trapframe } = commandLine({ 'hello.s': programs['hello.s'] });

test('sourceMap: breakpoints and stops are in the sources that are here', async () => {
  const { status, err } = await trapframe('asm', path('hello.s'), '-o', path('hello.elf'));
  assert.equal(status, 0, err);
  const here = join(place.folder, 'here');
  mkdirSync(here);
  renameSync(path('hello.s'), join(here, 'hello.s'));

  const client = await place.start();
  await client.begin({
    launch: {
      program: path('hello.elf'),
      sourceMap: { [path('')]: here },
      stopOnEntry: false,
    },
    breakpoints: { [join(here, 'hello.s')]: [{ line: place.line('hello.s', 'greet') }] },
  });
  const { threadId, where } = await client.stopped();
  assert.equal(where, `hello.s:${place.line('hello.s', 'greet')}`);
  const { stackFrames } = await client.request<{ stackFrames: { source?: { path?: string } }[] }>(
    'stackTrace',
    { threadId },
  );
  assert.equal(stackFrames[0].source?.path, join(here, 'hello.s'));
});

test('sourceMap: a wrong one is refused in one line', async () => {
  const client = await place.start();
  await client.initializeRequest();
  assert.equal(
    await client.refusal('launch', { program: place.path('hello.s'), sourceMap: ['/a', '/b'] }),
    'sourceMap ["/a","/b"] is not allowed; it takes an object that names a folder for each folder',
  );
});
