import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';

interface Package {
  integrity?: string;
  optionalDependencies?: Record<string, string>;
}

const file = path.resolve(__dirname, '../../package-lock.json');
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Package> };

it('package-lock.json says what each package must hash to, where a registry gives that', () => {
  // Of the compiler for platforms other than the one this file was made on no registry that we reach has a hash.
  const without = Object.entries(packages).filter(([where, { integrity }]) => where !== '' && !integrity);
  assert.deepEqual(
    without
      .map(([where]) => where)
      .filter((where) => !/^node_modules\/@zigc\/[a-z0-9]+-[a-z0-9]+$/.test(where)),
    [],
  );
});

it('package-lock.json names every optional package, those for other platforms too, else npm ci refuses it', () => {
  // A registry that mirrors only one platform's packages makes npm install drop the others.
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    .filter((name) => !Object.keys(packages).some((where) => where.endsWith(`node_modules/${name}`)));
  assert.deepEqual(missing, []);
});
