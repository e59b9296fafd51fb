import type { Kind } from './kinds';

/** What the console gets to read: a file, or the text itself. */
export type InputSource = { readonly path: string } | { readonly text: string };

/** Console input: a path, a text with line ends in it, or an object with any text. */
export const consoleInput = (): Kind<InputSource> => ({
  allowed: 'a path, or the input itself: a text with a line end in it, or an object {"text"}',
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
    // No path has one, and console input is lines.
    if (typeof raw === 'string' && raw.includes('\n')) return { text: raw };
    if (typeof raw === 'string') return raw === '' ? undefined : { path: raw };
    if (typeof raw !== 'object' || raw === null) return undefined;
    const { text, ...others } = raw as Record<string, unknown>;
    return typeof text === 'string' && Object.keys(others).length === 0 ? { text } : undefined;
  },
  withPaths: (value, change) => ('path' in value ? { path: change(value.path) } : value),
});
