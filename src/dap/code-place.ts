import type { Image } from '../debug/symbols/image';
import type { CodeBody, PlaceBody } from '../protocol/requests';
import type { Session } from './session';
import { sourceOf } from './sources';

/** The line of an image's source that an address was made from, for views. */
export function placeIn(session: Session, image: Image | undefined, pc: bigint): PlaceBody | undefined {
  const found = image?.lineAt(pc);
  const path = found && sourceOf(session, found.file).path;
  return path === undefined ? undefined : { path, line: found!.line };
}

/**
 * What views call an address: by its function, and its line. Nothing where nothing is known of it.
 * @param isBehindCall of a thread that does not run, where a call will return to: the line is that of the call
 */
export function codeAt(
  session: Session,
  image: Image | undefined,
  pc: bigint,
  isBehindCall = false,
): { code?: CodeBody } {
  const name = image?.nameOf(pc);
  if (name === undefined) return {};
  // A thread that never ran begins with a function.
  const isInside = isBehindCall && image?.functionAt(pc)?.offset !== 0n;
  const place = placeIn(session, image, isInside ? pc - 1n : pc);
  return { code: { name, ...(place ? { place } : {}) } };
}
