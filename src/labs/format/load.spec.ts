/** Damaged labs are refused in one line, or are labs; nothing else happens. TRAPFRAME_FUZZ says how many, TRAPFRAME_SEED which. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import { changedJson } from '../../../test/fixtures/changed-json';
import { loadLab } from './load';

const RUNS = Number(process.env['TRAPFRAME_FUZZ'] ?? (process.env['CI'] === 'true' ? 3000 : 300));
const SEED = Number(process.env['TRAPFRAME_SEED'] ?? 5);

const labs = readdirSync('labs').map((name) => readFileSync(join('labs', name, 'lab.json'), 'utf8'));

/** A folder in which every file that is asked for is there, with `text` as its lab.json. */
const holding = (text: string): FileSystem => ({
  readFile: (path) =>
    path.endsWith('lab.json')
      ? Promise.resolve(new TextEncoder().encode(text))
      : Promise.reject(new UserError(`${path}: there is no such file`)),
  exists: (path) => Promise.resolve(!path.endsWith('hidden.json')),
  realPath: (path) => Promise.resolve(path),
  readFolder: () => Promise.resolve([]),
});

/** Values that a place may expect, or nearly: expressions, paths, numbers at an edge. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('kind == trap', '((((', 'a'.repeat(5000), '(', '../x', 'main', '', -1, 0, 2 ** 53, 1e308),
  fc.string(),
);
const edit = fc.record({ place: fc.nat(), value, removes: fc.boolean() });

test('a lab with places changed, and its text cut off', async () => {
  const property = fc.asyncProperty(
    fc.constantFrom(...labs),
    fc.array(edit, { minLength: 1, maxLength: 4 }),
    fc.option(fc.nat(8000), { freq: 8 }),
    async (text, edits, end) => {
      const lab = edits.reduce(changedJson, JSON.parse(text) as object);
      const damaged = JSON.stringify(lab).slice(0, end ?? undefined);
      try {
        const loaded = await loadLab(holding(damaged), '/lab');
        assert.ok(loaded.checks.length > 0);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        assert.match(error.message, /^[^\n]+$/);
        assert.ok(error.message.length < 2000, error.message);
      }
    },
  );
  await fc.assert(property, { seed: SEED, numRuns: RUNS });
});
