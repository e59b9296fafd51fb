// What the workbench's tests use of node:assert/strict, where there is no Node.

class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

function fail(message: string | undefined, otherwise: () => string): never {
  throw new AssertionError(message ?? otherwise());
}

const shown = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)) ??
  'undefined';

function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        isDeepEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  );
}

export default {
  ok(value: unknown, message?: string): void {
    if (!value) fail(message, () => `${shown(value)} is not true`);
  },
  equal(actual: unknown, expected: unknown, message?: string): void {
    if (!Object.is(actual, expected)) fail(message, () => `${shown(actual)} is not ${shown(expected)}`);
  },
  notEqual(actual: unknown, unwanted: unknown, message?: string): void {
    if (Object.is(actual, unwanted)) fail(message, () => `it is ${shown(actual)}`);
  },
  deepEqual(actual: unknown, expected: unknown, message?: string): void {
    if (!isDeepEqual(actual, expected)) fail(message, () => `${shown(actual)} is not ${shown(expected)}`);
  },
  match(text: string, pattern: RegExp, message?: string): void {
    if (!pattern.test(text)) fail(message, () => `${shown(text)} does not match ${String(pattern)}`);
  },
};
