import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readElf } from '../../elf/read';
import type { Elf } from '../../elf/types';
import { DebugInformation } from '../debug-information';

/** Built by generate.ts of the folder: two C units by two compilers, in versions 2, 4 and 5. */
export const fixtureNames = [
  'zig-O0-dwarf4',
  'zig-O0-dwarf5',
  'zig-O2-dwarf4',
  'zig-O2-dwarf5',
  'gcc-O1-dwarf2',
  'gcc-O1-dwarf4-types',
  'gcc-O2-dwarf5',
] as const;

export type FixtureName = (typeof fixtureNames)[number];

const folder = new URL('../../../../test/fixtures/dwarf/', import.meta.url);

export const fixtureText = (file: string): string =>
  readFileSync(fileURLToPath(new URL(file, folder)), 'utf8');

export const fixtureBytes = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`${name}.elf`, folder))));

export const fixtureElf = (name: FixtureName): Elf => readElf(fixtureBytes(name), name);

export const fixture = (name: FixtureName): DebugInformation => DebugInformation.of(fixtureElf(name));

/** The number, from 1, of the only line of a fixture's source that contains `text`. */
export function lineOf(file: string, text: string): number {
  const lines = fixtureText(file).split(/\r?\n/);
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  if (found.length !== 1) throw new Error(`${found.length} lines of ${file} contain ${text}`);
  return found[0];
}
