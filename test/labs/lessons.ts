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

/**
 * Proves every second lab: the solution passes, the starter fails, and each wrong answer fails on its check. Two spec files do a
 * half each, so that two cores share the work; the labs for which kernels are compiled take longest, and are shared, too.
 * @param half 0 or 1
 */
export async function proveHalf(half: number): Promise<void> {
  const all = await Promise.all(
    lessons.map(async (name) => ({
      path: join(folder, name),
      lab: await loadLab(host.files, join(folder, name)),
    })),
  );
  const isCompiled = ({ lab }: (typeof all)[number]): boolean => lab.needs.includes('c-compiler');
  const isOurs = (_: unknown, index: number): boolean => index % 2 === half;
  const ours = [
    ...all.filter(isCompiled).filter(isOurs),
    ...all.filter((one) => !isCompiled(one)).filter(isOurs),
  ];
  for (const { path, lab } of ours) {
    await test(`the lab ${lab.name} is what it says`, async () => {
      const proofs: Proof[] = [];
      for await (const proof of proveLab(lab, path, host)) proofs.push(proof);
      // Each check has a wrong answer that fails it, too.
      const wrong = proofs.filter(({ isRight, isAdvice }) => !isRight || isAdvice);
      assert.deepEqual(
        wrong.map(({ what, says }) => `${what}: ${says}`),
        [],
      );
      const answers = proofs.filter(({ what }) => what.startsWith('wrong/'));
      assert.ok(answers.length >= FEWEST_WRONG, `${answers.length} wrong answers`);
    });
  }
}
