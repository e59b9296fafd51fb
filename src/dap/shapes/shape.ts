import { ErrorId, RequestError } from '../errors';

/** What a value of a request must look like. Throws a RequestError that names the place of what does not. */
export type Shape = (value: unknown, place: string) => void;

const must = (isRight: boolean, value: unknown, place: string, what: string): void => {
  if (isRight) return;
  const subject = place === '' ? 'arguments' : place;
  const found = value === undefined ? '; it is missing' : `, not ${shorten(JSON.stringify(value))}`;
  throw new RequestError(ErrorId.malformed, `${subject} must be ${what}${found}`);
};

const LONGEST = 60;
const shorten = (text: string): string => (text.length > LONGEST ? text.slice(0, LONGEST) + '…' : text);

export const text: Shape = (value, place) => must(typeof value === 'string', value, place, 'a text');
export const flag: Shape = (value, place) => must(typeof value === 'boolean', value, place, 'true or false');

/** A whole number, within bounds that are included. */
export const integer =
  (least = -Number.MAX_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): Shape =>
  (value, place) => {
    const isWithin = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
    const bounds = least < -1e15 ? '' : most > 1e15 ? ` from ${least} up` : ` from ${least} to ${most}`;
    must(isWithin, value, place, `a whole number${bounds}`);
  };

export const oneOf =
  (...words: readonly string[]): Shape =>
  (value, place) =>
    must(words.includes(value as string), value, place, `one of ${words.join(', ')}`);

export const list =
  (element: Shape): Shape =>
  (value, place) => {
    must(Array.isArray(value), value, place, 'a list');
    (value as unknown[]).forEach((one, index) => element(one, `${place}[${index}]`));
  };

/** An object. Members that are not named may be anything: clients and later versions of the protocol have more. */
export const object =
  (required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape =>
  (value, place) => {
    must(isObject(value), value, place, 'an object');
    const members = value as Readonly<Record<string, unknown>>;
    const inside = (name: string): string => (place === '' ? name : `${place}.${name}`);
    for (const [name, shape] of Object.entries(required)) shape(members[name], inside(name));
    for (const [name, shape] of Object.entries(optional)) {
      if (members[name] !== undefined) shape(members[name], inside(name));
    }
  };

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same without members that are null: how some clients say that there is none. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (one === null ? [] : [[name, withoutNulls(one)]])),
  );
}
