import { option, type OptionName, type OptionValues } from './options';
import type { Launch } from './validate';

/** The same launch with every path of it made absolute, so that all who name a file name it the same way. */
export function withAbsolutePaths({ options, programs }: Launch, absolute: (path: string) => string): Launch {
  const values = Object.entries(options).map(([name, value]: [string, unknown]) => {
    const { kind } = option(name as OptionName);
    return [name, value === undefined ? undefined : (kind.withPaths?.(value, absolute) ?? value)];
  });
  return {
    options: Object.fromEntries(values) as OptionValues,
    programs: programs.map(({ path, sources, ...program }) => ({
      ...program,
      path: absolute(path),
      ...(sources === undefined ? {} : { sources: sources.map(absolute) }),
    })),
  };
}
