import { UserError } from '../base/errors';
import type { Checkpoint, DeviceState, PageContents } from '../machine/checkpoint';
import { Digest } from '../machine/digest';
import { illegalHart } from '../machine/legal-hart';
import { HART_SIZE, PAGE_SIZE } from '../machine/layout';
import { checkDevices, checkEnd } from './saved-state';

/**
 * A checkpoint as a file (docs/machine.md, "Checkpoint files"): a header of 24 bytes, a description in JSON, the harts, and the
 * pages that are not all one byte. All numbers are little-endian.
 */
const MAGIC = 'TRAPFRAM';
/** Raised with every change of what the bytes mean, those of a hart (layout.ts) included. */
export const CHECKPOINT_VERSION = 1;
const HEADER_SIZE = 24;
const Offset = { magic: 0, version: 8, descriptionLength: 12, digest: 16 } as const;
const ALIGNMENT = 8;
/** In the list of pages, instead of the byte that fills the page: its bytes follow. */
const BYTES_FOLLOW = -1;

interface Description {
  readonly instant: number;
  readonly memory: number;
  readonly cpus: number;
  readonly end: Checkpoint['end'] | null;
  /** Page number and filling, ascending; pages of zeros are not here. */
  readonly pages: readonly (readonly [number, number])[];
  readonly devices: Checkpoint['devices'];
  /** Bytes of the timing at the end of the file; absent: it is not modelled. */
  readonly timing?: number | undefined;
}

/** What a checkpoint is to be restored on: `timing` as in `TimingLook.size`. */
export interface CheckpointBoard {
  readonly memory: number;
  readonly cpus: number;
  readonly timing?: number | undefined;
}

export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const pages = [...checkpoint.pages].sort(([a], [b]) => a - b);
  const description: Description = {
    instant: checkpoint.instant,
    memory: checkpoint.memory,
    cpus: checkpoint.harts.length,
    end: checkpoint.end ?? null,
    pages: pages.map(([page, contents]) => [page, typeof contents === 'number' ? contents : BYTES_FOLLOW]),
    devices: checkpoint.devices,
    timing: checkpoint.timing?.length,
  };
  const text = new TextEncoder().encode(JSON.stringify(description));
  const parts = [
    ...checkpoint.harts,
    ...pages.flatMap(([, contents]) => (typeof contents === 'number' ? [] : [contents])),
    ...(checkpoint.timing ? [checkpoint.timing] : []),
  ];
  const begin = HEADER_SIZE + roundUp(text.length);
  const file = new Uint8Array(begin + parts.reduce((sum, { length }) => sum + length, 0));
  file.fill(0x20, HEADER_SIZE, begin);
  file.set(new TextEncoder().encode(MAGIC), Offset.magic);
  file.set(text, HEADER_SIZE);
  let at = begin;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  const view = new DataView(file.buffer);
  view.setUint32(Offset.version, CHECKPOINT_VERSION, true);
  view.setUint32(Offset.descriptionLength, begin - HEADER_SIZE, true);
  view.setBigUint64(Offset.digest, digestOf(file), true);
  return file;
}

/**
 * @param file may be damaged, or made with bad intent: what it gives is a state that the machine could have come to by itself
 * @param board that it is to be restored on
 * @throws UserError saying what is wrong
 */
export function readCheckpoint(file: Uint8Array, board: CheckpointBoard): Checkpoint {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADER_SIZE || new TextDecoder('latin1').decode(file.subarray(0, 8)) !== MAGIC) {
    throw new UserError('this is no checkpoint of a machine');
  }
  const version = view.getUint32(Offset.version, true);
  if (version !== CHECKPOINT_VERSION) {
    throw new UserError(`the checkpoint has version ${version}; version ${CHECKPOINT_VERSION} can be read`);
  }
  const begin = HEADER_SIZE + view.getUint32(Offset.descriptionLength, true);
  if (begin > file.length || begin % ALIGNMENT !== 0) throw damaged('it is cut off');
  if (view.getBigUint64(Offset.digest, true) !== digestOf(file)) throw damaged('its digest is another');
  const { instant, end, pages, devices } = readDescription(file.subarray(HEADER_SIZE, begin), board);

  const wholePages = pages.filter(([, filling]) => filling === BYTES_FOLLOW).length;
  const { timing = 0 } = board;
  if (file.length !== begin + board.cpus * HART_SIZE + wholePages * PAGE_SIZE + timing)
    throw damaged('its size is wrong');
  let at = begin;
  const take = (length: number): Uint8Array => file.slice(at, (at += length));
  const harts = Array.from({ length: board.cpus }, () => take(HART_SIZE));
  for (const hart of harts) {
    const problem = illegalHart(hart, board.memory);
    if (problem !== undefined) throw damaged(`a CPU cannot be in this state: ${problem}`);
  }
  const contents = pages.map(([page, filling]): [number, PageContents] => [
    page,
    filling === BYTES_FOLLOW ? take(PAGE_SIZE) : filling,
  ]);
  return {
    instant,
    memory: board.memory,
    harts,
    pages: new Map(contents),
    end: end ?? undefined,
    devices,
    // Any bytes are a state that it can be in.
    ...(timing > 0 && { timing: take(timing) }),
  };
}

function readDescription(text: Uint8Array, board: CheckpointBoard): Description {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw damaged('its description is no JSON');
  }
  if (typeof value !== 'object' || value === null) throw damaged('its description is no object');
  const { instant, memory, cpus, end, pages, devices, timing } = value as Partial<
    Record<keyof Description, unknown>
  >;
  if (!Number.isSafeInteger(instant) || (instant as number) < 0) throw damaged('instant');
  if (memory !== board.memory || cpus !== board.cpus) {
    throw new UserError(
      `the checkpoint is of a machine with ${String(cpus)} CPUs and ${String(memory)} bytes of memory, ` +
        `not of this one with ${board.cpus} and ${board.memory}`,
    );
  }
  if (timing !== board.timing) {
    throw new UserError('the checkpoint is of a machine with another cost model than this one');
  }
  if (!checkEnd(end)) throw damaged('end');
  if (!Array.isArray(pages) || !arePages(pages, board.memory / PAGE_SIZE)) throw damaged('pages');
  const problem = checkDevices(devices, board.cpus);
  if (problem !== undefined) throw damaged(problem);
  return {
    instant: instant as number,
    memory: board.memory,
    cpus: board.cpus,
    end: end as Description['end'],
    pages,
    devices: devices as { [name: string]: DeviceState },
  };
}

/** Ascending, in the memory, and each filled by a byte other than 0, or followed by its bytes. */
function arePages(pages: readonly unknown[], count: number): boolean {
  let before = -1;
  return pages.every((item) => {
    if (!Array.isArray(item) || item.length !== 2) return false;
    const [page, filling] = item as unknown[];
    if (!Number.isInteger(page) || (page as number) <= before || (page as number) >= count) return false;
    before = page as number;
    return filling === BYTES_FOLLOW || (Number.isInteger(filling) && isByte(filling as number));
  });
}

const isByte = (value: number): boolean => value >= 1 && value <= 255;
const roundUp = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;
const damaged = (what: string): UserError => new UserError(`the checkpoint is damaged: ${what}`);

/** Of all that is behind the header. */
function digestOf(file: Uint8Array): bigint {
  const digest = new Digest();
  // A copy, for words have to be aligned; the sizes of all parts are multiples of 4.
  const words = new Int32Array(file.slice(HEADER_SIZE, file.length - (file.length % 4)).buffer);
  digest.words(words, 0, words.length);
  digest.number(file.length);
  return BigInt(`0x${digest.result()}`);
}
