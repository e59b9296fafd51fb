// Console input from the launch configuration: the guest reads it as it reads what is typed, and every run is the same.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { HashBody } from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();

const program = `#include <trapframe.h>
int main(void) {
  char line[32];
  int lines = 0;
  while (read_line(line, sizeof line)) {
    lines++;
    printf("<%s>\\n", line);
  }
  return lines;                               // end
}
`;
const path = place.path('lines.c');
const end = program.split('\n').findIndex((line) => line.includes('// end')) + 1;
const text = 'one\ngrün\n';

writeFileSync(path, program);
writeFileSync(place.path('input.txt'), text);

/** A session with that input, at the program's end. */
async function atEnd(input: unknown) {
  const client = await place.start();
  await client.begin({
    launch: { program: path, stopOnEntry: false, input },
    breakpoints: { [path]: [{ line: end }] },
  });
  assert.equal((await client.stopped()).where, `lines.c:${end}`);
  const { hash } = await client.request<HashBody>('trapframe/hash');
  return { client, hash };
}

test('text and a file are read to their end, not echoed, and the same input makes the same run', async () => {
  const given = await atEnd({ text });
  assert.equal(await given.client.evaluate('lines'), '2');
  assert.equal(given.client.console, '<one>\n<grün>\n');
  const fromFile = await atEnd(place.path('input.txt'));
  assert.equal(fromFile.client.console, given.client.console);
  assert.equal(fromFile.hash, given.hash);

  await given.client.request('restart');
  assert.equal((await given.client.stopped()).where, `lines.c:${end}`);
  assert.equal(
    (await given.client.request<HashBody>('trapframe/hash')).hash,
    given.hash,
    'again from the start',
  );

  assert.equal((await atEnd(text)).hash, given.hash, 'a text with line ends is no path');

  const other = await atEnd({ text: 'one\n' });
  assert.equal(await other.client.evaluate('lines'), '1');
  assert.notEqual(other.hash, given.hash);
});

test('what is no input is refused in words', async () => {
  for (const [input, words] of [
    [{ txt: 'a' }, /input .* is not allowed; it takes a path, or the input itself/],
    [3, /input 3 is not allowed/],
    [place.path('missing.txt'), /missing\.txt/],
  ] as const) {
    const client = await place.start();
    await client.initializeRequest();
    assert.match(await client.refusal('launch', { program: path, input }), words);
  }
});
