import type { AddressSpace } from './address-space';

/** An argument vector as it lies on a new stack. */
export interface ArgumentVector {
  /** Of the pointers, argv[0] first. */
  readonly address: bigint;
  readonly texts: readonly { readonly address: bigint; readonly text: string }[];
}

/** How far below the top of a stack it is looked for. */
const FARTHEST = 8192;
const MOST = 256;

/**
 * The argument vector at the top of a stack: pointers to texts above them, the last of which ends at the top, and a NULL.
 * undefined where nothing looks so.
 */
export function argumentVector(space: AddressSpace, top: bigint): ArgumentVector | undefined {
  const start = top - BigInt(FARTHEST);
  let low = start;
  let bytes = space.read(low, FARTHEST);
  // A small stack: what there is of it.
  for (; !bytes && low < top; bytes = space.read(low, Number(top - low))) low += 4096n;
  if (!bytes || bytes.length < 16) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The end of a vector looks like one, too: it is the longest that is meant.
  let longest: ArgumentVector | undefined;
  for (let at = bytes.length - 16; at >= 0; at -= 8) {
    const texts = textsAt(view, at, low);
    if (texts) longest = { address: low + BigInt(at), texts };
    else if (longest) break;
  }
  return longest;
}

function textsAt(view: DataView, at: number, low: bigint): ArgumentVector['texts'] | undefined {
  const texts: { address: bigint; text: string }[] = [];
  let farthest = 0;
  for (let place = at; texts.length < MOST && place + 8 <= view.byteLength; place += 8) {
    const pointer = view.getBigUint64(place, true);
    if (pointer === 0n) return texts.length > 0 && view.byteLength - farthest < 16 ? texts : undefined;
    const offset = Number(pointer - low);
    if (offset < at + 8 || offset >= view.byteLength) return undefined;
    const text = textIn(view, offset);
    if (text === undefined) return undefined;
    farthest = Math.max(farthest, offset + text.length + 1);
    texts.push({ address: pointer, text: new TextDecoder().decode(text) });
  }
  return undefined;
}

/** The bytes up to a NUL. */
function textIn(view: DataView, offset: number): Uint8Array | undefined {
  for (let end = offset; end < view.byteLength; end++) {
    if (view.getUint8(end) === 0) return new Uint8Array(view.buffer, view.byteOffset + offset, end - offset);
  }
  return undefined;
}
