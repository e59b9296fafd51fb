import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLab } from '../../src/labs/format/load';
import { folder, host, lessons } from './lessons';

test('docs/labs.md has the labs that there are, and says which need a C compiler', async () => {
  const page = readFileSync(join(folder, '..', 'docs', 'labs.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\d\d-[^`]+)`\s*\| (.*?)\s*\| (.*?)\s*\|$/gm)];
  const there = rows.map(([, name, title, what]) => ({
    name,
    title,
    isC: what.includes('needs a C compiler'),
  }));
  const wanted = await Promise.all(
    lessons.map(async (name) => {
      const { title, needs } = await loadLab(host.files, join(folder, name));
      return { name, title, isC: needs.includes('c-compiler') };
    }),
  );
  assert.deepEqual(there, wanted);
});
