import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { movingPicture } from './moving-picture';

const pictures = path.resolve(__dirname, '../../../docs/pictures');
const png = (name: string): Uint8Array => readFileSync(path.join(pictures, name));

/** The chunks of a PNG, by name. */
function chunks(file: Uint8Array): { name: string; data: DataView }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const found: { name: string; data: DataView }[] = [];
  for (let at = 8; at < file.length; at += 12 + view.getUint32(at)) {
    found.push({
      name: String.fromCharCode(...file.subarray(at + 4, at + 8)),
      data: new DataView(file.buffer, file.byteOffset + at + 8, view.getUint32(at)),
    });
  }
  return found;
}

it('a moving picture has all frames, and keeps of each what is new', () => {
  const frame = { png: png('terminal-dark.png'), milliseconds: 1500 };
  const one = movingPicture([frame]);
  const two = movingPicture([frame, frame]);
  assert.deepEqual(
    chunks(two).map(({ name }) => name),
    ['IHDR', 'acTL', 'PLTE', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'IEND'],
  );
  // The same once more is one pixel.
  assert.ok(two.length - one.length < 200);
  const controls = chunks(two).filter(({ name }) => name === 'fcTL');
  assert.deepEqual(
    controls.map(({ data }) => [
      data.getUint32(4),
      data.getUint32(8),
      data.getUint16(20),
      data.getUint16(22),
    ]),
    [
      [
        new DataView(frame.png.buffer, frame.png.byteOffset).getUint32(16),
        new DataView(frame.png.buffer, frame.png.byteOffset).getUint32(20),
        1500,
        1000,
      ],
      [1, 1, 1500, 1000],
    ],
  );
});
