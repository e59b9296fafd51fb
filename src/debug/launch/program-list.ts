import type { Kind } from './kinds';

/** A program as the user asks for it: a file, and the arguments after its name. */
export interface ProgramRequest {
  readonly path: string;
  readonly args: readonly string[];
  /** Further source files of the program: assembly, or C if there is a compiler. */
  readonly sources?: readonly string[];
}

const textArray = { type: 'array', items: { type: 'string' } };

/** The launch configuration's `programs`: paths, or objects of a path and arguments. */
export const programList = (): Kind<readonly ProgramRequest[]> => ({
  allowed: 'an array of paths or of objects {"path", "args", "sources"}, at least one',
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
          properties: { path: { type: 'string' }, args: textArray, sources: textArray },
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
  const { path, args = [], sources = [], ...others } = raw as Record<string, unknown>;
  if (typeof path !== 'string' || path === '' || Object.keys(others).length > 0) return undefined;
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) return undefined;
  if (!Array.isArray(sources) || !sources.every((one) => typeof one === 'string' && one !== ''))
    return undefined;
  return { path, args, ...(sources.length === 0 ? {} : { sources: sources as string[] }) };
}
