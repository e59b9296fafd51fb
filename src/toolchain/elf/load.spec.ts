import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { DebugInformation } from '../dwarf/debug-information';
import { fixtureBytes, fixtureElf } from '../dwarf/testing/fixtures';
import { isCompressed, loadElf } from './load';
import { readElf } from './read';

const debugSections = ({ sections }: ReturnType<typeof readElf>) =>
  sections.filter(({ name }) => name.startsWith('.debug_')).map(({ name, bytes }) => [name, [...bytes]]);

for (const name of ['gcc-O2-dwarf5-zlib-gabi', 'gcc-O2-dwarf5-zlib-gnu']) {
  test(`${name}: what objcopy has compressed reads as before`, async () => {
    assert.ok(readElf(fixtureBytes(name), name).sections.filter(isCompressed).length > 3);
    const elf = await loadElf(fixtureBytes(name), name);
    assert.deepEqual(debugSections(elf), debugSections(fixtureElf('gcc-O2-dwarf5')));
    assert.equal(elf.sections.some(isCompressed), false);
    assert.equal(DebugInformation.of(elf).unread, undefined);
  });
}

describe('a section that cannot be decompressed stays, and is named', () => {
  const name = 'gcc-O2-dwarf5-zlib-gabi';
  const offsetOf = (bytes: Uint8Array, section: string): number =>
    readElf(bytes, name).sections.find((one) => one.name === section)!.offset;
  for (const [what, damage] of [
    ['another way of compressing', (header: DataView) => header.setUint32(0, 2, true)],
    ['more than was said', (header: DataView) => header.setBigUint64(8, 5n, true)],
    ['less than was said', (header: DataView) => header.setBigUint64(8, 1n << 20n, true)],
    ['a size beyond all reason', (header: DataView) => header.setBigUint64(8, 1n << 60n, true)],
    ['no zlib', (header: DataView) => header.setUint32(24, 0)],
    [
      'a wrong checksum',
      (header: DataView, size: number) => header.setUint8(size - 1, header.getUint8(size - 1) ^ 1),
    ],
  ] as const) {
    test(what, async () => {
      const bytes = fixtureBytes(name);
      const { size } = readElf(bytes, name).sections.find((one) => one.name === '.debug_info')!;
      damage(new DataView(bytes.buffer, offsetOf(bytes, '.debug_info'), size), size);
      const elf = await loadElf(bytes, name);
      assert.deepEqual(
        elf.sections.filter(isCompressed).map((one) => one.name),
        ['.debug_info'],
      );
      assert.match(DebugInformation.of(elf).unread ?? '', /compressed .*\(\.debug_info\)/);
    });
  }
});

test('a bomb is not blown up', async () => {
  // A hundred megabytes of zeros in a hundred kilobytes, which say that they are ten bytes.
  const zlib = deflateSync(new Uint8Array(100 << 20));
  const bytes = fixtureBytes('gcc-O2-dwarf5-zlib-gabi');
  const { offset, size } = readElf(bytes, 'bomb').sections.find((one) => one.name === '.debug_info')!;
  const view = new DataView(bytes.buffer, offset, size);
  view.setBigUint64(8, 10n, true);
  bytes.set(zlib.subarray(0, size - 24), offset + 24);
  assert.ok((await loadElf(bytes, 'bomb')).sections.some(isCompressed));
});
