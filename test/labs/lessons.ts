import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { nodeHost } from '../../src/host/node-host';
import { loadLab } from '../../src/labs/format/load';
import { proveLab, type Proof } from '../../src/labs/node-prove';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const folder = join(root, 'labs');
export const host = nodeHost(join(root, 'src', 'host'));
/** Wrong answers that each lab must have at least. */
const FEWEST_WRONG = 4;

/** The labs that come with the product, by the names of their folders. */
export const lessons = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'lab.json')));

/** Proves labs: the solution passes, the starter fails, and each wrong answer fails on its check. */
export function proveLessons(names: readonly string[]): void {
  for (const name of names) {
    test(`the lab ${name} is what it says`, async () => {
      const path = join(folder, name);
      const lab = await loadLab(host.files, path);
      const proofs: Proof[] = [];
      for await (const proof of proveLab(lab, path, host)) proofs.push(proof);
      const wrong = proofs.filter(({ isRight }) => !isRight).map(({ what, says }) => `${what}: ${says}`);
      assert.deepEqual(wrong, []);
      const answers = proofs.filter(({ what }) => what.startsWith('wrong/'));
      assert.ok(answers.length >= FEWEST_WRONG, `${answers.length} wrong answers`);
    });
  }
}
