import { option, type OptionName } from '../../debug/launch/options';

type Raw = Readonly<Record<string, unknown>>;

/**
 * Attributes of a launch configuration with every path of them somewhere.
 * @param raw they are known to be right
 */
export function attributesAt(raw: Raw, at: (path: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      if (name === 'programs') return [name, (value as readonly unknown[]).map((one) => programAt(one, at))];
      // HOST[:GUEST]: what is moved is in front.
      if (name === 'files') return [name, (value as readonly string[]).map(at)];
      const { kind } = option(name as OptionName);
      const read = kind.read(value);
      return [name, read === undefined ? value : (kind.withPaths?.(read, at) ?? value)];
    }),
  );
}

function programAt(program: unknown, at: (path: string) => string): unknown {
  if (typeof program === 'string') return at(program);
  const { path, sources, ...rest } = program as { path: string; sources?: readonly string[] };
  return { ...rest, path: at(path), ...(sources === undefined ? {} : { sources: sources.map(at) }) };
}
