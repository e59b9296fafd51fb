import { deflateSync, inflateSync } from 'node:zlib';

/** An animated PNG (PNG specification, third edition): every browser plays it, and who cannot shows its first frame. */

/** A picture as its samples: 8 bits each, 3 or 4 of them a pixel. */
interface Samples {
  readonly width: number;
  readonly height: number;
  /** Bytes of a pixel. */
  readonly size: 3 | 4;
  readonly bytes: Uint8Array;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a frame shows, and for how long, in ms. */
export interface Frame {
  readonly png: Uint8Array;
  readonly milliseconds: number;
}

const SIGNATURE = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Puts pictures of the same size one behind the other; of each only what is different from the one before is kept. It plays for ever.
 * Colours are those that are there most, as many as a palette has: a window has few, and shades between them at the edges of letters.
 */
export function movingPicture(frames: readonly Frame[]): Uint8Array {
  const pictures = frames.map(({ png }) => samplesOf(png));
  const { width, height } = pictures[0];
  const palette = new Palette(pictures);
  let sequence = 0;
  const parts = pictures.flatMap((picture, index) => {
    const box = index === 0 ? { x: 0, y: 0, width, height } : difference(pictures[index - 1], picture);
    const data = deflateSync(palette.lines(picture, box), { level: 9 });
    const control = chunk('fcTL', controlOf(sequence++, box, frames[index].milliseconds));
    if (index === 0) return [control, chunk('IDAT', data)];
    return [control, chunk('fdAT', joined([number32(sequence++), data]))];
  });
  return joined([
    SIGNATURE,
    chunk('IHDR', joined([number32(width), number32(height), Uint8Array.from([8, INDEXED, 0, 0, 0])])),
    chunk('acTL', joined([number32(frames.length), number32(0)])),
    chunk('PLTE', palette.bytes),
    ...parts,
    chunk('IEND', new Uint8Array()),
  ]);
}

/** Colour type of pictures whose samples are numbers of colours in a palette. */
const INDEXED = 3;
const MOST_COLORS = 256;
/** Square of the distance of two colours that nobody takes for each other. */
const APART = 40 ** 2;

/** The colours of some pictures that stand for all of them, and for each other one the nearest of them. */
class Palette {
  private readonly colors: readonly number[];
  private readonly indices = new Map<number, number>();

  constructor(pictures: readonly Samples[]) {
    const counts = new Map<number, number>();
    for (const picture of pictures) {
      for (let at = 0; at < picture.bytes.length; at += picture.size) {
        const color = colorAt(picture, at);
        counts.set(color, (counts.get(color) ?? 0) + 1);
      }
    }
    const byCount = [...counts].sort(([, one], [, other]) => other - one);
    const all = byCount.map(([color]) => color);
    // First such as are far from each other: what is there in few places only, such as a thin line, keeps its colour.
    const apart: number[] = [];
    for (const color of all) {
      if (apart.length < MOST_COLORS / 2 && apart.every((one) => distance(one, color) > APART))
        apart.push(color);
    }
    const rest = all.filter((color) => !apart.includes(color)).slice(0, MOST_COLORS - apart.length);
    this.colors = [...apart, ...rest];
    this.colors.forEach((color, index) => this.indices.set(color, index));
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.colors.flatMap((color) => [color >> 16, (color >> 8) & 0xff, color & 0xff]));
  }

  /** The lines of a part of a picture, none of them filtered: numbers of colours have no neighbours. */
  lines(picture: Samples, box: Box): Uint8Array {
    const out = new Uint8Array(box.height * (box.width + 1));
    for (let row = 0; row < box.height; row++) {
      for (let column = 0; column < box.width; column++) {
        const at = ((box.y + row) * picture.width + box.x + column) * picture.size;
        out[row * (box.width + 1) + 1 + column] = this.indexOf(colorAt(picture, at));
      }
    }
    return out;
  }

  private indexOf(color: number): number {
    let index = this.indices.get(color);
    if (index === undefined) {
      const distances = this.colors.map((one) => distance(one, color));
      index = distances.indexOf(Math.min(...distances));
      this.indices.set(color, index);
    }
    return index;
  }
}

const colorAt = ({ bytes }: Samples, at: number): number =>
  (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];

const distance = (one: number, other: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 0xff) - ((other >> shift) & 0xff)) ** 2, 0);

/** "fcTL": where a frame lies and how long it stays (a numerator over 1000); it replaces what is there. */
function controlOf(sequence: number, { x, y, width, height }: Box, milliseconds: number): Uint8Array {
  const tail = Uint8Array.from([milliseconds >> 8, milliseconds & 0xff, 1000 >> 8, 1000 & 0xff, 0, 0]);
  return joined([...[sequence, width, height, x, y].map(number32), tail]);
}

/** The smallest box that has all pixels in which two pictures differ; one pixel where they do not. */
function difference(before: Samples, after: Samples): Box {
  const { width, height, size } = after;
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * size;
      let isSame = true;
      for (let i = 0; i < size; i++) isSame &&= before.bytes[at + i] === after.bytes[at + i];
      if (isSame) continue;
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
    }
  }
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Reads a PNG of 8 bits a sample in true colour, not interlaced: what browsers write. */
function samplesOf(png: Uint8Array): Samples {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const size = png[25] === 6 ? 4 : 3;
  const data: Uint8Array[] = [];
  for (let at = SIGNATURE.length; at < png.length; at += 12 + view.getUint32(at)) {
    const name = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (name === 'IDAT') data.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const raw = inflateSync(joined(data));
  const length = width * size;
  const bytes = new Uint8Array(height * length);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (length + 1)];
    for (let i = 0; i < length; i++) {
      const to = row * length + i;
      const left = i < size ? 0 : bytes[to - size];
      const up = row === 0 ? 0 : bytes[to - length];
      const corner = i < size || row === 0 ? 0 : bytes[to - length - size];
      bytes[to] = raw[row * (length + 1) + 1 + i] + predicted(filter, left, up, corner);
    }
  }
  return { width, height, size, bytes };
}

/** What a filter takes a sample for, from its neighbours (PNG specification, "Filter types for filter method 0"). */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = joined([new TextEncoder().encode(name), data]);
  return joined([number32(data.length), named, number32(checksum(named))]);
}

/** CRC-32 ("CRC algorithm"). */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const number32 = (value: number): Uint8Array =>
  Uint8Array.from([value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
