import type { Kind } from './kinds';

/** A program as the user asks for it: a file, and the arguments after its name. */
export interface ProgramRequest {
  readonly path: string;
  readonly args: readonly string[];
}

/** The launch configuration's `programs`: paths, or objects of a path and arguments. */
export const programList = (): Kind<readonly ProgramRequest[]> => ({
  allowed: 'an array of paths or of objects {"path", "args"}, at least one',
  placeholder: 'PROGRAM...',
  schema: {
    type: 'array',
    minItems: 1,
    items: {
      oneOf: [
        { type: 'string' },
        {
          type: 'object',
          required: ['path'],
          properties: { path: { type: 'string' }, args: { type: 'array', items: { type: 'string' } } },
          additionalProperties: false,
        },
      ],
    },
  },
  read(raw) {
    if (!Array.isArray(raw) || raw.length === 0) return undefined;
    const requests = raw.map(request);
    return requests.every((one) => one !== undefined) ? requests : undefined;
  },
});

function request(raw: unknown): ProgramRequest | undefined {
  if (typeof raw === 'string') return raw === '' ? undefined : { path: raw, args: [] };
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { path, args = [], ...others } = raw as { path?: unknown; args?: unknown };
  if (typeof path !== 'string' || path === '' || Object.keys(others).length > 0) return undefined;
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) return undefined;
  return { path, args };
}
