import { UserError } from '../../base/errors';
import { fileLimits } from '../../base/file-limits';
import type { Arrival } from '../../machine/types';
import type { Answered, Journal } from '../launch/journal';
import { option, optionNames, type OptionName, type OptionValues } from '../launch/options';
import type { ProgramRequest } from '../launch/program-list';
import type { Launch } from '../launch/validate';
import type { Bookmark } from './bookmarks';

/** Console input that was fed, and the instant from which on it was there. */
export interface Fed {
  readonly at: number;
  readonly bytes: Uint8Array;
  /** It says that the input has ended. */
  readonly isEnd: boolean;
}

/** The machine as somebody made it at an instant: a checkpoint as a file. */
export interface Edit {
  readonly at: number;
  readonly machine: Uint8Array;
}

/** A run as a file holds it: all that it takes to have it again, anywhere. */
export interface Recorded {
  readonly launch: Launch;
  readonly isTyped: boolean;
  readonly journal: Journal;
  readonly fed: readonly Fed[];
  readonly typed: readonly Arrival[];
  readonly edits: readonly Edit[];
  readonly bookmarks: readonly Bookmark[];
  /** The end of the recording, and the digest of the machine there, if it is known. */
  readonly end: number;
  readonly hash?: string;
  /** Nobody wanted the run to go on: it did not end by itself. */
  readonly isAbandoned: boolean;
}

const MAGIC = 'TRAPFREC';
const FORMAT = 1;
const HEADER = 16;
/** Bytes that the contents of a file may have: a file made with bad intent is small, and unfolds without end. */
const MOST = fileLimits.recording.most;
const BOUND = `a recording may hold ${MOST / 2 ** 20} MiB`;

/**
 * @param version of the product: a machine of another one might run otherwise
 * @throws UserError when it is too much to be read again
 */
export async function writeRecording(recorded: Recorded, version: string): Promise<Uint8Array> {
  const blobs: Uint8Array[] = [];
  const blob = (bytes: Uint8Array): number => blobs.push(bytes) - 1;
  const { journal, fed, edits } = recorded;
  const description = {
    ...recorded,
    version,
    journal: {
      ...journal,
      answers: [...journal.answers].map(([key, answer]) => [
        key,
        answer.kind === 'refusal' || !answer.bytes ? answer : { ...answer, bytes: blob(answer.bytes) },
      ]),
    },
    fed: fed.map((one) => ({ ...one, bytes: blob(one.bytes) })),
    edits: edits.map((one) => ({ ...one, machine: blob(one.machine) })),
  };
  const text = new TextEncoder().encode(
    JSON.stringify({ description, sizes: blobs.map(({ length }) => length) }),
  );
  const total = blobs.reduce((sum, { length }) => sum + length, text.length);
  if (total > MOST)
    throw new UserError(`what was to be recorded has ${Math.ceil(total / 2 ** 20)} MiB; ${BOUND}`);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  const folded = await through(new CompressionStream('gzip'), [length, text, ...blobs]);
  const file = new Uint8Array(HEADER + folded.length);
  file.set(new TextEncoder().encode(MAGIC));
  new DataView(file.buffer).setUint32(8, FORMAT, true);
  file.set(folded, HEADER);
  return file;
}

/**
 * @param file may be damaged, or made with bad intent
 * @throws UserError saying what is wrong
 */
export async function readRecording(file: Uint8Array, path: string, version: string): Promise<Recorded> {
  const wrong = (what: string): UserError => new UserError(`${path}: ${what}`);
  const damaged = (what: string): UserError => wrong(`the recording is damaged: ${what}`);
  if (file.length < HEADER || new TextDecoder('latin1').decode(file.subarray(0, 8)) !== MAGIC) {
    throw wrong('this is no recording of a run');
  }
  const format = new DataView(file.buffer, file.byteOffset).getUint32(8, true);
  if (format !== FORMAT) throw wrong(`the recording has format ${format}; format ${FORMAT} can be read`);
  let all: Uint8Array;
  try {
    all = await through(new DecompressionStream('gzip'), [file.slice(HEADER)]);
  } catch (error) {
    if (error instanceof TooLong) throw wrong(`it unfolds to more; ${BOUND}`);
    throw damaged('it cannot be unfolded');
  }
  const length = all.length < 4 ? Infinity : new DataView(all.buffer).getUint32(0, true);
  if (4 + length > all.length) throw damaged('it is cut off');
  const blobs: Uint8Array[] = [];
  let raw: unknown;
  try {
    const whole = JSON.parse(new TextDecoder().decode(all.subarray(4, 4 + length))) as {
      description: unknown;
      sizes: number[];
    };
    raw = whole.description;
    let at = 4 + length;
    for (const size of whole.sizes) blobs.push(all.subarray(at, (at += natural(size))));
    if (at !== all.length) throw damaged('its size is wrong');
    return contents(object(raw), blobs, version, wrong);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw damaged('its description makes no sense');
  }
}

class Senseless extends Error {}
class TooLong extends Error {}

function contents(
  raw: Fields,
  blobs: readonly Uint8Array[],
  version: string,
  wrong: (what: string) => UserError,
): Recorded {
  const made = text(raw['version']);
  if (made !== version) {
    throw wrong(`the recording was made by version ${made.slice(0, 40)}, and this is version ${version}`);
  }
  const blob = (value: unknown): Uint8Array => blobs[natural(value)] ?? fail();
  const journal = object(raw['journal']);
  const launch = object(raw['launch']);
  return {
    launch: {
      options: optionsIn(object(launch['options'])),
      programs: list(launch['programs']).map(programIn),
    },
    isTyped: raw['isTyped'] === true,
    journal: {
      builtinKernel: text(journal['builtinKernel']),
      builtinFirmware: text(journal['builtinFirmware']),
      builtinPrograms:
        journal['builtinPrograms'] === undefined ? undefined : text(journal['builtinPrograms']),
      answers: new Map(list(journal['answers']).map((entry) => answerIn(list(entry), blob))),
    },
    fed: list(raw['fed']).map((one) => {
      const { at, bytes, isEnd } = object(one);
      return { at: natural(at), bytes: blob(bytes), isEnd: isEnd === true };
    }),
    typed: list(raw['typed']).map((one) => {
      const { at, byte } = object(one);
      return { at: natural(at), byte: natural(byte) & 0xff };
    }),
    edits: list(raw['edits']).map((one) => {
      const { at, machine } = object(one);
      return { at: natural(at), machine: blob(machine) };
    }),
    bookmarks: list(raw['bookmarks']).map((one) => {
      const { name, instruction } = object(one);
      return { name: text(name), instruction: natural(instruction) };
    }),
    end: natural(raw['end']),
    isAbandoned: raw['isAbandoned'] === true,
    ...(raw['hash'] === undefined ? {} : { hash: text(raw['hash']) }),
  };
}

/** Each as a user might give it: no other value gets in by this door. */
function optionsIn(given: Fields): OptionValues {
  const names = new Set<OptionName>([...optionNames('command'), ...optionNames('launch')]);
  const values = [...names].map((name) => {
    const { kind, default: standard } = option(name);
    const value = given[name];
    if (value === undefined) return [name, undefined];
    if (JSON.stringify(value) === JSON.stringify(standard)) return [name, standard];
    return [name, kind.read(value) ?? fail()];
  });
  return Object.fromEntries(values) as OptionValues;
}

function programIn(raw: unknown): ProgramRequest {
  const { path, args, sources } = object(raw);
  return {
    path: text(path),
    args: list(args).map(text),
    ...(sources === undefined ? {} : { sources: list(sources).map(text) }),
  };
}

function answerIn([key, raw]: readonly unknown[], blob: (value: unknown) => Uint8Array): [string, Answered] {
  const { kind, bytes, value, words } = object(raw);
  if (kind === 'refusal') return [text(key), { kind, words: text(words) }];
  if (kind === 'bytes') return [text(key), { kind, bytes: blob(bytes) }];
  if (kind !== 'value') return fail();
  return [text(key), { kind, value, bytes: bytes === undefined ? undefined : blob(bytes) }];
}

type Fields = Readonly<Record<string, unknown>>;

const fail = (): never => {
  throw new Senseless();
};
const object = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : fail();
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : fail());
const text = (value: unknown): string => (typeof value === 'string' ? value : fail());
const natural = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : fail();

/** Bytes that went through a stream. @throws when they cannot, or are too many */
async function through(
  stream: CompressionStream | DecompressionStream,
  parts: readonly Uint8Array[],
): Promise<Uint8Array> {
  const source = new Blob(parts.map((part) => part.slice())).stream();
  const reader = source.pipeThrough(stream).getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > MOST) throw new TooLong();
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
