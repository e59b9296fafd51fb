/**
 * The kinds of values that options have. A kind reads what came from a command line (always text) or from a
 * launch configuration (any JSON) and knows the words and the JSON schema that say what is allowed.
 */
export interface Kind<T> {
  /** Completes "... is not allowed; it takes ...". */
  readonly allowed: string;
  /** What stands for the value in a usage text, such as `N`. */
  readonly placeholder: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** undefined when the value is not allowed. */
  read(raw: unknown): T | undefined;
  /** What is allowed instead of this wrong value, where that can be told better than by `allowed`. */
  allowedNear?(raw: unknown): string | undefined;
  /** The value with the paths in it changed. Absent: there are none. */
  withPaths?(value: T, change: (path: string) => string): T;
}

/** A whole number; `_` may group its digits. */
export function integer(minimum: number, maximum = Number.MAX_SAFE_INTEGER): Kind<number> {
  const bounds = maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum} up` : `from ${minimum} to ${maximum}`;
  return {
    allowed: minimum === maximum ? `only ${minimum}` : `a whole number ${bounds}`,
    placeholder: 'N',
    schema: {
      type: 'integer',
      minimum,
      ...(maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
    },
    read(raw) {
      const value = typeof raw === 'string' ? wholeNumber(raw) : raw;
      return Number.isSafeInteger(value) && (value as number) >= minimum && (value as number) <= maximum
        ? (value as number)
        : undefined;
    },
  };
}

const wholeNumber = (text: string): number | undefined =>
  /^\d+(_\d+)*$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;

const KIBI: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** A size in bytes, written as a number of bytes or with `K`, `M` or `G` (powers of 1024); whole pages of 4096 bytes. */
export function size(minimum: number, maximum: number): Kind<number> {
  return {
    allowed: `a size from ${sizeInWords(minimum)} to ${sizeInWords(maximum)} in steps of 4K, such as 64M`,
    placeholder: 'SIZE',
    schema: { type: ['string', 'integer'], pattern: '^\\d+([KMGkmg]([iI]?[bB])?)?$' },
    read(raw) {
      const parts = /^(\d+)(?:([KMG])(?:I?B)?)?$/i.exec(String(raw));
      if (!parts || (typeof raw !== 'string' && typeof raw !== 'number')) return undefined;
      const bytes = Number(parts[1]) * KIBI[(parts[2] ?? '').toUpperCase()];
      return bytes >= minimum && bytes <= maximum && bytes % 4096 === 0 ? bytes : undefined;
    },
  };
}

/** A number of bytes in the largest unit that divides it: `64M`. */
export function sizeInWords(bytes: number): string {
  const unit = ['G', 'M', 'K'].find((name) => bytes % KIBI[name] === 0);
  return unit ? `${bytes / KIBI[unit]}${unit}` : `${bytes} bytes`;
}

/** One of a few words. */
export function choice<const W extends string>(...words: W[]): Kind<W> {
  return {
    allowed: words.length === 1 ? `only ${words[0]}` : `one of ${words.join(', ')}`,
    placeholder: words.join('|'),
    schema: { type: 'string', enum: words },
    read: (raw) => words.find((word) => word === raw),
  };
}

/** `on` or `off`; where JSON is written, true or false as well. */
export const onOff = (): Kind<boolean> => ({
  allowed: 'on or off',
  placeholder: 'on|off',
  schema: { enum: ['on', 'off', true, false] },
  read: (raw) => (raw === 'on' || raw === true ? true : raw === 'off' || raw === false ? false : undefined),
});

/** A text of so many bytes. */
export const textOfBytes = (size: number): Kind<string> => ({
  allowed: `a text of ${size} bytes`,
  placeholder: 'TEXT',
  schema: { type: 'string', maxLength: size },
  read: (raw) => (typeof raw === 'string' && new TextEncoder().encode(raw).length === size ? raw : undefined),
});

/** One of a few words, or a path: any other text. */
export function wordsOrPath(...words: string[]): Kind<string> {
  return {
    allowed: `${words.join(', ')} or a path`,
    placeholder: [...words, 'PATH'].join('|'),
    // The words are offered where a launch configuration is written.
    schema: { anyOf: [{ type: 'string', enum: words }, { type: 'string' }] },
    read: (raw) => (typeof raw === 'string' && raw !== '' ? raw : undefined),
    withPaths: (value, change) => (words.includes(value) ? value : change(value)),
  };
}

/** A line of text for the guest, of printable characters. */
export const line = (most: number): Kind<string> => ({
  allowed: `a text of at most ${most} printable characters`,
  placeholder: 'TEXT',
  schema: { type: 'string', maxLength: most, pattern: '^[ -~]*$' },
  read: (raw) =>
    typeof raw === 'string' && raw.length <= most && /^[ -~]*$/.test(raw) ? raw.trim() : undefined,
});

/** A path. */
export const path = (): Kind<string> => ({
  allowed: 'a path',
  placeholder: 'FILE',
  schema: { type: 'string' },
  read: (raw) => (typeof raw === 'string' && raw !== '' ? raw : undefined),
  withPaths: (value, change) => change(value),
});

/** The name of a program. */
export const programName = (): Kind<string> => ({
  allowed: 'the name of a program',
  placeholder: 'NAME',
  schema: { type: 'string' },
  read: (raw) => (typeof raw === 'string' && raw !== '' ? raw : undefined),
});

/** Paths: an array, or on a command line with commas between them. */
export const paths = (): Kind<readonly string[]> => ({
  allowed: 'paths',
  placeholder: 'FILE,...',
  schema: { type: 'array', items: { type: 'string' } },
  read(raw) {
    const list: unknown = typeof raw === 'string' ? raw.split(',') : raw;
    return Array.isArray(list) && list.every((item) => typeof item === 'string' && item !== '')
      ? list
      : undefined;
  },
  withPaths: (value, change) => value.map(change),
});

/** Patterns of paths, in an array. */
export const globs = (): Kind<readonly string[]> => ({
  ...texts(),
  withPaths: (value, change) => value.map(change),
});

/** Folders for other folders. */
export const folderMap = (): Kind<Readonly<Record<string, string>>> => ({
  allowed: 'an object that names a folder for each folder',
  placeholder: 'FROM=TO,...',
  schema: { type: 'object', additionalProperties: { type: 'string', minLength: 1 } },
  read(raw) {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
    const isFolder = (value: unknown): boolean => typeof value === 'string' && value !== '';
    return Object.entries(raw).every((pair) => pair.every(isFolder))
      ? (raw as Record<string, string>)
      : undefined;
  },
  // The folders in the debug information are those of another computer.
  withPaths: (value, change) =>
    Object.fromEntries(Object.entries(value).map(([from, to]) => [from, change(to)])),
});

/** One of a few JSON values, such as `false` or `"main"`. */
export function literal<const V extends readonly (string | boolean)[]>(...values: V): Kind<V[number]> {
  return {
    allowed: `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
    placeholder: values.join('|'),
    schema: { enum: values },
    read: (raw) => values.find((value) => value === raw),
  };
}

export const flag = (): Kind<boolean> => ({
  allowed: 'true or false',
  placeholder: 'true|false',
  schema: { type: 'boolean' },
  read: (raw) => (typeof raw === 'boolean' ? raw : undefined),
});

/** Arguments of a program: an array of texts. */
export const texts = (): Kind<readonly string[]> => ({
  allowed: 'an array of strings',
  placeholder: 'ARG...',
  schema: { type: 'array', items: { type: 'string' } },
  read: (raw) => (Array.isArray(raw) && raw.every((item) => typeof item === 'string') ? raw : undefined),
});
