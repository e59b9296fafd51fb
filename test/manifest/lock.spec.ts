import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';

interface Package {
  optionalDependencies?: Record<string, string>;
}

it('package-lock.json names every optional package, those for other platforms too, else npm ci refuses it', () => {
  const file = path.resolve(__dirname, '../../package-lock.json');
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Package> };
  // A registry that mirrors only one platform's packages makes npm install drop the others.
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    .filter((name) => !Object.keys(packages).some((where) => where.endsWith(`node_modules/${name}`)));
  assert.deepEqual(missing, []);
});
