import { UserError } from '../../base/errors';
import { nearName } from '../../toolchain/assembler/text/near-names';

/** What a value in a lab file must look like: it is checked by it, and the JSON schema for editors is made of it. */
export type Shape =
  | { readonly kind: 'text'; readonly doc?: string; readonly pattern?: string; readonly what?: string }
  | { readonly kind: 'flag'; readonly doc?: string }
  | {
      readonly kind: 'number';
      readonly doc?: string;
      readonly least: number;
      readonly most: number;
      readonly whole: boolean;
    }
  | { readonly kind: 'word'; readonly doc?: string; readonly words: readonly (string | number)[] }
  | { readonly kind: 'list'; readonly doc?: string; readonly of: Shape; readonly least: number }
  | ObjectShape
  /** Objects told apart by their member `kind`. */
  | { readonly kind: 'kinds'; readonly doc?: string; readonly kinds: Readonly<Record<string, ObjectShape>> }
  /** The first that fits by its JSON type. */
  | { readonly kind: 'either'; readonly doc?: string; readonly shapes: readonly Shape[] }
  /** Whoever handles it looks for himself. */
  | { readonly kind: 'anything'; readonly doc?: string };

export interface ObjectShape {
  readonly kind: 'object';
  readonly doc?: string;
  readonly required: Members;
  readonly optional: Members;
  /** What members with other names must be; absent: there are no others. */
  readonly others?: Shape;
}

type Members = Readonly<Record<string, Shape>>;

export const text = (doc: string): Shape => ({ kind: 'text', doc });
export const flag = (doc: string): Shape => ({ kind: 'flag', doc });
/** @param what completes "must be ..." */
export const patterned = (pattern: string, what: string, doc: string): Shape => ({
  kind: 'text',
  pattern,
  what,
  doc,
});
export const whole = (least: number, doc: string): Shape => ({
  kind: 'number',
  least,
  most: Number.MAX_SAFE_INTEGER,
  whole: true,
  doc,
});
export const number = (doc: string): Shape => ({
  kind: 'number',
  least: -Infinity,
  most: Infinity,
  whole: false,
  doc,
});
export const word = (words: readonly (string | number)[], doc: string): Shape => ({
  kind: 'word',
  words,
  doc,
});
export const list = (of: Shape, doc: string, least = 0): Shape => ({ kind: 'list', of, doc, least });
export const object = (doc: string, required: Members, optional: Members = {}): ObjectShape => ({
  kind: 'object',
  doc,
  required,
  optional,
});
export const record = (doc: string, others: Shape): ObjectShape => ({
  kind: 'object',
  doc,
  required: {},
  optional: {},
  others,
});
export const either = (doc: string, ...shapes: readonly Shape[]): Shape => ({ kind: 'either', shapes, doc });
export const anything = (doc: string): Shape => ({ kind: 'anything', doc });

/** @param place where the value is, such as `checks[2].where` @throws UserError that names the place and what is allowed there */
export function checkShape(shape: Shape, value: unknown, place = ''): void {
  if (shape.kind === 'anything') return;
  if (shape.kind === 'either') {
    const fitting = shape.shapes.find((one) => isOfType(one, value));
    if (!fitting) throw wrong(place, value, shape);
    return checkShape(fitting, value, place);
  }
  if (!isOfType(shape, value)) throw wrong(place, value, shape);
  if (shape.kind === 'list') {
    const items = value as readonly unknown[];
    if (items.length < shape.least) throw new UserError(`${place} is empty`);
    items.forEach((item, index) => checkShape(shape.of, item, `${place}[${index}]`));
  } else if (shape.kind === 'object') checkObject(shape, value as Fields, place);
  else if (shape.kind === 'kinds') {
    const { kind } = value as Fields;
    const kinds = Object.keys(shape.kinds);
    if (typeof kind !== 'string' || !Object.hasOwn(shape.kinds, kind)) {
      const near = typeof kind === 'string' ? nearName(kind, kinds) : undefined;
      const instead = near === undefined ? `it takes one of ${kinds.join(', ')}` : `did you mean ${near}?`;
      throw new UserError(
        kind === undefined
          ? `${inside(place, 'kind')} is missing; ${instead}`
          : `${inside(place, 'kind')} is ${shown(kind)}; ${instead}`,
      );
    }
    checkObject(shape.kinds[kind], value as Fields, place);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function checkObject({ required, optional, others }: ObjectShape, value: Fields, place: string): void {
  for (const [name, shape] of Object.entries(required)) {
    if (!Object.hasOwn(value, name)) {
      throw new UserError(`${inside(place, name)} is missing; it must be ${inWords(shape)}`);
    }
  }
  const all: Members = { ...required, ...optional };
  for (const [name, content] of Object.entries(value)) {
    const shape = Object.hasOwn(all, name) ? all[name] : others;
    if (!shape) {
      const near = nearName(name, Object.keys(all));
      const instead = near ? `did you mean ${near}?` : `allowed are ${Object.keys(all).join(', ')}`;
      throw new UserError(`${inside(place, name)} is unknown; ${instead}`);
    }
    checkShape(shape, content, inside(place, name));
  }
}

const inside = (place: string, name: string): string => (place === '' ? name : `${place}.${name}`);

function isOfType(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case 'text':
      return (
        typeof value === 'string' && (shape.pattern === undefined || new RegExp(shape.pattern).test(value))
      );
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return (
        (shape.whole ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
        (value as number) >= shape.least &&
        (value as number) <= shape.most
      );
    case 'word':
      return shape.words.includes(value as string);
    case 'list':
      return Array.isArray(value);
    case 'object':
    case 'kinds':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'either':
      return shape.shapes.some((one) => isOfType(one, value));
    case 'anything':
      return true;
  }
}

const wrong = (place: string, value: unknown, shape: Shape): UserError =>
  new UserError(`${place || 'it'} must be ${inWords(shape)}, not ${shown(value)}`);

function shown(value: unknown): string {
  const words = JSON.stringify(value) ?? String(value);
  return words.length > 60 ? words.slice(0, 57) + '...' : words;
}

function inWords(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.what ?? 'a text';
    case 'flag':
      return 'true or false';
    case 'number': {
      const { least, most } = shape;
      const from = least === -Infinity ? '' : ` from ${least} up`;
      const bounds =
        most === Number.MAX_SAFE_INTEGER || most === Infinity ? from : ` from ${least} to ${most}`;
      return `${shape.whole ? 'a whole number' : 'a number'}${bounds}`;
    }
    case 'word':
      return shape.words.length === 1 ? JSON.stringify(shape.words[0]) : `one of ${shape.words.join(', ')}`;
    case 'list':
      return 'a list';
    case 'object':
    case 'kinds':
      return 'an object';
    case 'either':
      return shape.shapes.map(inWords).join(' or ');
    case 'anything':
      return 'there';
  }
}

/** The JSON schema that says the same (draft 7, which VS Code reads). */
export function jsonSchema(shape: Shape): Record<string, unknown> {
  return { ...bare(shape), ...(shape.doc === undefined ? {} : { description: shape.doc }) };
}

function bare(shape: Shape): Record<string, unknown> {
  switch (shape.kind) {
    case 'text':
      return { type: 'string', ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }) };
    case 'flag':
      return { type: 'boolean' };
    case 'number': {
      const { least, most } = shape;
      return {
        type: shape.whole ? 'integer' : 'number',
        ...(least === -Infinity ? {} : { minimum: least }),
        ...(most === Infinity ? {} : { maximum: most }),
      };
    }
    case 'word':
      return { enum: shape.words };
    case 'list':
      return {
        type: 'array',
        items: jsonSchema(shape.of),
        ...(shape.least === 0 ? {} : { minItems: shape.least }),
      };
    case 'object':
      return objectSchema(shape);
    case 'kinds':
      return {
        type: 'object',
        required: ['kind'],
        properties: { kind: { enum: Object.keys(shape.kinds) } },
        allOf: Object.entries(shape.kinds).map(([kind, one]) => ({
          if: { required: ['kind'], properties: { kind: { const: kind } } },
          then: jsonSchema(one),
        })),
      };
    case 'either':
      return { anyOf: shape.shapes.map(jsonSchema) };
    case 'anything':
      return {};
  }
}

function objectSchema({ required, optional, others }: ObjectShape): Record<string, unknown> {
  const properties = Object.entries({ ...required, ...optional }).map(([name, one]) => [
    name,
    jsonSchema(one),
  ]);
  return {
    type: 'object',
    ...(Object.keys(required).length === 0 ? {} : { required: Object.keys(required) }),
    properties: Object.fromEntries(properties) as Record<string, unknown>,
    additionalProperties: others ? jsonSchema(others) : false,
  };
}
