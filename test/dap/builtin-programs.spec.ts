import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workplace } from './adapter';

const place = workplace();

test('a program that comes with the product is debugged like any other, with its source', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: 'builtin:sh', input: 'ls /bin | wc\n' } });
  const { top } = await client.stopped();
  assert.equal(top.name, 'main');
  assert.match(top.source?.path ?? '', /kernel[/\\]user[/\\]tools[/\\]sh\.c$/);
});
