import { ErrorId, RequestError } from './errors';

/** A whole number from 0 up that a request gives; undefined: it does not. @throws RequestError that names the argument */
export function instantIn(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new RequestError(
    ErrorId.malformed,
    `${name} must be a whole number from 0 up, not ${JSON.stringify(value)}`,
  );
}

/** A whole number from 1 up that a request gives; undefined: it does not. @throws RequestError that names the argument */
export function countIn(value: unknown, name: string): number | undefined {
  const count = instantIn(value, name);
  if (count !== 0) return count;
  throw new RequestError(ErrorId.malformed, `${name} must be a whole number from 1 up, not 0`);
}
