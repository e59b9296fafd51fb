import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argumentsFor } from './flags';

test('a file is a file, whatever its name begins with', () => {
  const sources = { standard: 'gnu17', includeFolders: [], linkerScript: 'x.ld', entry: '_start' } as const;
  const words = argumentsFor('gcc', { ...sources, files: ['@list.c', '-o.c', '/lab/@x.c', 'x.c'] }, 'out');
  assert.deepEqual(words.slice(-6), ['./@list.c', './-o.c', '/lab/@x.c', 'x.c', '-o', 'out']);
});
