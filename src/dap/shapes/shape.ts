/** What a value of a request must look like; as data, so that it can be checked and random values can be made from it. */
export type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'flag' }
  /** A whole number, within bounds that are included. */
  | { readonly kind: 'integer'; readonly least: number; readonly most: number }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly element: Shape }
  | ObjectShape
  /** The first for values of its own JSON type, the second for all others. */
  | { readonly kind: 'either'; readonly shapes: readonly [Shape, Shape] }
  /** Whoever handles it looks for himself. */
  | { readonly kind: 'anything' };

type Members = Readonly<Record<string, Shape>>;

/** An object. Members that are not named may be anything: clients and later versions of the protocol have more. */
export interface ObjectShape {
  readonly kind: 'object';
  readonly required: Members;
  readonly optional: Members;
}

export const text: Shape = { kind: 'text' };
export const flag: Shape = { kind: 'flag' };
export const anything: Shape = { kind: 'anything' };

export const integer = (least = -Number.MAX_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): Shape => ({
  kind: 'integer',
  least,
  most,
});
export const oneOf = (...words: readonly string[]): Shape => ({ kind: 'word', words });
export const list = (element: Shape): Shape => ({ kind: 'list', element });
export const either = (...shapes: readonly [Shape, Shape]): Shape => ({ kind: 'either', shapes });
export const object = (required: Members, optional: Members = {}): ObjectShape => ({
  kind: 'object',
  required,
  optional,
});

/** A request without arguments. */
export const nothing = object({});
