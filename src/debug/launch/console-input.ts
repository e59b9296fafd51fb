import type { Kind } from './kinds';

/** What the console gets to read: a file, or the text itself. */
export type InputSource = { readonly path: string } | { readonly text: string };

/** Console input: a path, or an object with the text. */
export const consoleInput = (): Kind<InputSource> => ({
  allowed: 'a path, or an object {"text"} with the input itself',
  placeholder: 'FILE',
  schema: {
    oneOf: [
      { type: 'string' },
      {
        type: 'object',
        required: ['text'],
        properties: { text: { type: 'string' } },
        additionalProperties: false,
      },
    ],
  },
  read(raw) {
    if (typeof raw === 'string') return raw === '' ? undefined : { path: raw };
    if (typeof raw !== 'object' || raw === null) return undefined;
    const { text, ...others } = raw as Record<string, unknown>;
    return typeof text === 'string' && Object.keys(others).length === 0 ? { text } : undefined;
  },
});
