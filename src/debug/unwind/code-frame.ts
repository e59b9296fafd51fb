import { frameStates, type FramePoint, type FrameState } from '../../toolchain/assembler/output/frame-states';
import type { AddressSpace } from '../memory/address-space';
import type { Image } from '../symbols/image';

/** Longer functions are read up to here. */
const MOST_BYTES = 16_384;

/** Functions that have been read, with the bytes that they had: code can change. */
const known = new WeakMap<Image, Functions>();
type Functions = Map<bigint, { readonly bytes: Uint8Array; readonly points: FramePoint[] | undefined }>;

/**
 * What the function that begins at `start` has done to the stack when it is about to execute the instruction at `at`: read
 * from its instructions on all ways through it. undefined when they do what cannot be followed.
 */
export function codeFrame(
  image: Image,
  start: bigint,
  at: bigint,
  space: AddressSpace,
): FrameState | undefined {
  const size = Math.min(image.symbols.sizeOfFunction(start), MOST_BYTES);
  const bytes = space.readPrefix(start, size);
  let functions = known.get(image);
  if (!functions) known.set(image, (functions = new Map() as Functions));
  let found = functions.get(start);
  if (!found || !isSame(found.bytes, bytes))
    functions.set(start, (found = { bytes, points: pointsIn(bytes) }));
  const offset = Number(at - start);
  return found.points?.find(
    (point) => point.offset <= offset && offset < point.offset + point.instruction.length,
  )?.state;
}

const pointsIn = (bytes: Uint8Array): FramePoint[] | undefined =>
  frameStates(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), true);

const isSame = (one: Uint8Array, two: Uint8Array): boolean =>
  one.length === two.length && one.every((byte, index) => byte === two[index]);
