import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { nodeFiles } from '../../host/node-files';
import { filesMatching, matches } from './globs';

const folder = mkdtempSync(join(tmpdir(), 'trapframe globs '));
after(() => rmSync(folder, { recursive: true }));

test('stars and question marks mean what they mean in a shell', () => {
  const letters = fc.constantFrom('a', 'b', '.', '*', '?');
  fc.assert(
    fc.property(
      fc.array(letters, { maxLength: 8 }),
      fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 8 }),
      (p, n) => {
        const source = p
          .map((one) => (one === '*' ? '.*' : one === '?' ? '.' : one === '.' ? '\\.' : one))
          .join('');
        assert.equal(matches(n.join(''), p.join('')), new RegExp(`^${source}$`).test(n.join('')), p.join(''));
      },
    ),
    { numRuns: 2000 },
  );
});

test('many stars are no harder than one', () => {
  assert.ok(!matches('a'.repeat(5000), 'a*'.repeat(24) + 'b'));
  assert.ok(matches('a'.repeat(5000) + 'b', 'a*'.repeat(24) + 'b'));
});

test('folders that lead into themselves are looked through once', async () => {
  mkdirSync(join(folder, 'one', 'two'), { recursive: true });
  for (const path of ['a.elf', 'one/b.elf', 'one/two/c.elf', 'one/two/c.txt'])
    writeFileSync(join(folder, path), '');
  symlinkSync(folder, join(folder, 'one', 'self'));
  symlinkSync('.', join(folder, 'one', 'two', 'here'));
  const names = async (pattern: string): Promise<string[]> =>
    (await filesMatching(`${folder}/${pattern}`, nodeFiles)).map((path) => path.slice(folder.length + 1));
  const all = await names('**/*.elf');
  assert.deepEqual(new Set(all.map((path) => path.split('/').at(-1))), new Set(['a.elf', 'b.elf', 'c.elf']));
  assert.equal(all.length, 3);
  assert.deepEqual(
    await names('**/**/**/**/c.*f'),
    all.filter((path) => path.endsWith('c.elf')),
  );
  assert.deepEqual(await names('one/*/c.txt'), ['one/two/c.txt']);
  assert.deepEqual(await names('a.elf'), ['a.elf']);
  assert.deepEqual(await names('nothing/*'), []);
});
