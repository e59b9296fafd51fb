import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeInitrd } from './initrd';

/** Reads an archive as the kernel does: header, name, contents, each padded to four bytes. */
function entries(archive: Uint8Array): { name: string; mode: number; bytes: Uint8Array }[] {
  const text = (from: number, length: number): string =>
    new TextDecoder().decode(archive.subarray(from, from + length));
  const found = [];
  for (let at = 0; at < archive.length;) {
    assert.equal(text(at, 6), '070701');
    const field = (index: number): number => parseInt(text(at + 6 + 8 * index, 8), 16);
    const [mode, size, nameSize] = [field(1), field(6), field(11)];
    const contents = (at + 110 + nameSize + 3) & ~3;
    const name = text(at + 110, nameSize - 1);
    assert.equal(archive[at + 110 + nameSize - 1], 0);
    found.push({ name, mode, bytes: archive.slice(contents, contents + size) });
    at = (contents + size + 3) & ~3;
  }
  return found;
}

test('files come out as they went in, and the trailer ends the archive', () => {
  const file = fc.record({
    name: fc.stringMatching(/^[a-z/.]{1,20}$/),
    bytes: fc.uint8Array({ maxLength: 40 }),
  });
  fc.assert(
    fc.property(fc.array(file, { maxLength: 5 }), (files) => {
      const archive = makeInitrd(files);
      assert.equal(archive.length % 4, 0);
      const all = entries(archive);
      assert.equal(all.pop()?.name, 'TRAILER!!!');
      assert.deepEqual(
        all,
        files.map(({ name, bytes }) => ({ name, mode: 0o100644, bytes })),
      );
    }),
    { seed: 1 },
  );
});
