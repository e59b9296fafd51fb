import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assemble } from './assemble';
import { formatDiagnostic } from './text/diagnostics';

const examples = readdirSync('labs', { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.[sS]$/.test(name),
);

test('there are examples', () => assert.ok(examples.length >= 5));

for (const name of examples) {
  test(`${name} is without fault`, () => {
    const path = join('labs', name);
    const text = readFileSync(path, 'utf8');
    const { elf, diagnostics } = assemble([{ path, text }]);
    assert.deepEqual(
      diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, text)),
      [],
    );
    assert.ok(elf);
  });
}
