import { ErrorId, RequestError } from '../errors';
import type { Shape } from './shape';

/** @param place where the value is, such as `breakpoints[2].line`. @throws RequestError that names the place of what is wrong */
export function check(shape: Shape, value: unknown, place = ''): void {
  switch (shape.kind) {
    case 'text':
      return must(typeof value === 'string', value, place, 'a text');
    case 'flag':
      return must(typeof value === 'boolean', value, place, 'true or false');
    case 'integer': {
      const { least, most } = shape;
      const isWithin = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
      const bounds = least < -1e15 ? '' : most > 1e15 ? ` from ${least} up` : ` from ${least} to ${most}`;
      return must(isWithin, value, place, `a whole number${bounds}`);
    }
    case 'word':
      return must(shape.words.includes(value as string), value, place, `one of ${shape.words.join(', ')}`);
    case 'list':
      must(Array.isArray(value), value, place, 'a list');
      return (value as unknown[]).forEach((one, index) => check(shape.element, one, `${place}[${index}]`));
    case 'object': {
      must(isObject(value), value, place, 'an object');
      const members = value as Readonly<Record<string, unknown>>;
      const inside = (name: string): string => (place === '' ? name : `${place}.${name}`);
      for (const [name, one] of Object.entries(shape.required)) check(one, members[name], inside(name));
      for (const [name, one] of Object.entries(shape.optional)) {
        if (members[name] !== undefined) check(one, members[name], inside(name));
      }
      return;
    }
    case 'either': {
      const [first, second] = shape.shapes;
      return check(isOfType(first, value) ? first : second, value, place);
    }
    case 'anything':
      return;
  }
}

function isOfType({ kind }: Shape, value: unknown): boolean {
  switch (kind) {
    case 'text':
    case 'word':
      return typeof value === 'string';
    case 'integer':
      return typeof value === 'number';
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    default:
      return isObject(value);
  }
}

function must(isRight: boolean, value: unknown, place: string, what: string): void {
  if (isRight) return;
  const subject = place === '' ? 'arguments' : place;
  const found = value === undefined ? '; it is missing' : `, not ${shorten(JSON.stringify(value))}`;
  throw new RequestError(ErrorId.malformed, `${subject} must be ${what}${found}`);
}

const LONGEST = 60;
const shorten = (words: string): string => (words.length > LONGEST ? words.slice(0, LONGEST) + '…' : words);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same without members that are null: how some clients say that there is none. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (one === null ? [] : [[name, withoutNulls(one)]])),
  );
}
