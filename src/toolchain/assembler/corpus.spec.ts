/** Whole programs, in the styles in which courses write them, against GNU as and ld; those in `.S` through the preprocessor of gcc. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gnuLink, gnuPreprocessed, withoutGnu } from '../../../test/toolchain/gnu';
import { readElf } from '../elf/read';
import { assemble } from './assemble';
import { formatDiagnostic } from './text/diagnostics';
import type { IncludedFile } from './text/includes';

const folder = 'test/toolchain/corpus';
const names = readdirSync(folder);
const included = new Map<string, IncludedFile>(
  names.map((name) => [`${folder}/${name}`, { bytes: new Uint8Array(readFileSync(join(folder, name))) }]),
);

const programs = names.filter((name) => /\.[sS]$/.test(name));

test('there are enough of them', () => assert.ok(programs.length >= 18));

for (const name of programs) {
  for (const compress of [false, true]) {
    test(`${name}, ${compress ? 'rvc' : 'norvc'}`, { skip: withoutGnu }, () => {
      const path = `${folder}/${name}`;
      const text = readFileSync(path, 'utf8');
      const { elf, diagnostics } = assemble([{ path, text }], { compress, included });
      assert.deepEqual(
        diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, text)),
        [],
      );
      const theirs = gnuLink([name.endsWith('.S') ? gnuPreprocessed(path) : text], compress, folder);
      assert.deepEqual(contents(elf!), contents(theirs));
    });
  }
}

/** The loaded sections in hexadecimal, so that a difference can be read. */
function contents(file: Uint8Array): Record<string, string> {
  const sections = readElf(file, 'x').sections.filter(
    ({ name, flags, size }) => (flags & 2) !== 0 && size > 0 && name !== '.eh_frame',
  );
  return Object.fromEntries(
    sections.map(({ name, address, size, bytes }) => [
      name,
      `${address.toString(16)} ${size} ${Buffer.from(bytes)
        .toString('hex')
        .replace(/(.{64})/g, '$1\n')}`,
    ]),
  );
}
