import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { layOut, mainPart, type Cell } from './layout';
import { FRAME, type Range } from './owners';

const BASE = 0x8000_0000;
const owners = ['kernelImage', 'process', 'free', 'pageTable', 'other'] as const;

/** Ranges side by side, so many frames each. */
function ranges(...lengths: readonly (readonly [frames: number, owner: Range['owner']])[]): Range[] {
  let start = BASE;
  return lengths.map(([frames, owner]) => {
    const range = { owner, start, end: start + frames * FRAME, size: frames * FRAME };
    start = range.end;
    return range;
  });
}

const cellsOf = (map: readonly Range[], columns: number): Cell[] =>
  layOut(map, columns).rows.flatMap((row) => ('band' in row ? [row.band] : row.cells));

test('a square for each frame; long stretches with one owner are bands that begin and end where rows do', () => {
  const map = ranges([3, 'kernelImage'], [2, 'process'], [100, 'free'], [1, 'process']);
  const { framesPerCell, rows } = layOut(map, 8);
  assert.equal(framesPerCell, 1);
  const shapes = rows.map((row) =>
    'band' in row ? (row.band.end - row.band.start) / FRAME : row.cells.length,
  );
  assert.deepEqual(shapes, [8, 96, 2], 'a row of squares, twelve rows as one band, the rest');
  assert.ok('cells' in rows[0] && 'cells' in rows[2]);
  assert.deepEqual(
    rows[0].cells.map((cell) => mainPart(cell).range.owner),
    [...Array<string>(3).fill('kernelImage'), 'process', 'process', ...Array<string>(3).fill('free')],
  );
  assert.equal(mainPart(rows[2].cells[1]).range.owner, 'process');
});

test('where frames are too many for a square each, squares stand for several; what is used shows among what is free', () => {
  const map = ranges(
    ...Array.from({ length: 10_000 }, (_, i) => [1, i % 8 === 0 ? 'process' : 'free'] as const),
  );
  const { framesPerCell, rows } = layOut(map, 32);
  assert.equal(framesPerCell, 8);
  assert.ok(
    rows.every(
      (row) => 'cells' in row && row.cells.every((cell) => mainPart(cell).range.owner === 'process'),
    ),
  );
});

test('every frame is in one cell, with its owner, in order', () => {
  const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(...owners)), {
    minLength: 1,
  });
  fc.assert(
    fc.property(lengths, fc.constantFrom(8, 16, 64), (given, columns) => {
      const map = ranges(...given);
      const parts = cellsOf(map, columns).flatMap((cell) => {
        assert.equal(cell.parts[0].start, cell.start);
        assert.equal(cell.parts.at(-1)?.end, cell.end);
        return cell.parts;
      });
      let at = BASE;
      for (const { range, start, end } of parts) {
        assert.equal(start, at);
        assert.ok(range.start <= start && end <= range.end && end > start);
        at = end;
      }
      assert.equal(at, map.at(-1)?.end);
    }),
  );
});
