/** What a saved state can be, for those that come from a file: pieces from which each device makes the shape of its own. */

/** Whether a value, of whatever type, could be such a state. */
export type Shape = (value: unknown) => boolean;

export const number =
  (least: number, most: number): Shape =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
export const byte = number(0, 0xff);
export const word = number(0, 0xffff_ffff);
/** As bit operations of JavaScript leave it. */
export const bits = number(-(2 ** 31), 2 ** 32 - 1);
export const instant = number(0, Number.MAX_SAFE_INTEGER);
/** A physical address, of 64 bits in registers of 32, as a double. */
export const address: Shape = (value) =>
  typeof value === 'number' && value >= 0 && value < 2 ** 64 && value % 1 === 0;
export const boolean: Shape = (value) => typeof value === 'boolean';
export const nothing: Shape = (value) => value === null;
export const either =
  (...shapes: Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value));
export const list =
  (shape: Shape, least: number, most = least): Shape =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(shape);
export const tuple =
  (...shapes: Shape[]): Shape =>
  (value) =>
    Array.isArray(value) && value.length === shapes.length && shapes.every((shape, n) => shape(value[n]));
export const record =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === Object.keys(shapes).length &&
    Object.entries(shapes).every(([key, shape]) => Object.hasOwn(value, key) && shape((value as never)[key]));
