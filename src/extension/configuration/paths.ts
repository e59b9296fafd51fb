/** Attributes that are a path, and those that are several. `input` may be a text instead, which has a line end in it. */
const PATHS = ['program', 'includeRoot', 'disk', 'input', 'kernelDescription', 'recording'];
const LISTS = ['sources', 'symbols'];

/**
 * Rewrites every path in a launch configuration. What is not of the shape that it should be stays as it is:
 * the adapter says what is wrong with it.
 */
export function mapPaths<C extends Record<string, unknown>>(
  configuration: C,
  map: (path: string) => string,
): C {
  const result: Record<string, unknown> = { ...configuration };
  for (const name of PATHS) {
    const path = result[name];
    if (typeof path === 'string' && path !== '' && !path.includes('\n')) result[name] = map(path);
  }
  for (const name of LISTS) if (Array.isArray(result[name])) result[name] = mapAll(result[name], map);
  if (Array.isArray(result['programs'])) {
    result['programs'] = result['programs'].map((entry: unknown) => {
      if (typeof entry === 'string') return map(entry);
      const { path, sources } = (entry ?? {}) as { path?: unknown; sources?: unknown };
      if (typeof path !== 'string') return entry;
      const more = Array.isArray(sources) ? { sources: mapAll(sources, map) } : {};
      return { ...(entry as object), path: map(path), ...more };
    });
  }
  const kernel = result['kernel'];
  if (typeof kernel === 'string' && !isWord(kernel)) result['kernel'] = map(kernel);
  const sourceMap = result['sourceMap'];
  if (typeof sourceMap === 'object' && sourceMap !== null && !Array.isArray(sourceMap)) {
    result['sourceMap'] = Object.fromEntries(
      Object.entries(sourceMap).map(([from, to]) => [from, typeof to === 'string' ? map(to) : to]),
    );
  }
  return result as C;
}

const mapAll = (paths: readonly unknown[], map: (path: string) => string): unknown[] =>
  paths.map((path) => (typeof path === 'string' ? map(path) : path));

/** The paths of all programs. */
export function programPaths(configuration: Record<string, unknown>): string[] {
  const paths: string[] = [];
  const { program, programs, sources } = configuration;
  mapPaths({ program, programs, sources }, (path) => (paths.push(path), path));
  return paths;
}

/** True for POSIX, drive-letter and UNC paths and for URIs. */
export const isAbsolute = (path: string): boolean => /^([\\/]|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path);

/** True for URIs; a drive letter is no scheme. */
export const isUri = (path: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]+:/.test(path);

/** `builtin` and `none` are no paths. */
const isWord = (kernel: string): boolean => kernel === '' || kernel === 'builtin' || kernel === 'none';
