import { parseJsonWithComments } from '../../base/json-with-comments';

/** What of a launch configuration tells which sources are one program. */
interface Configuration {
  readonly type?: unknown;
  readonly program?: unknown;
  readonly programs?: unknown;
  readonly sources?: unknown;
}

/**
 * The sources that are launched together, from the text of a `launch.json`: of each configuration of ours the program and its
 * `sources`. Empty for a text that is none.
 * @param folder the name of the workspace folder, without a slash at its end
 */
export function programsIn(text: string, folder: string): ReadonlySet<string>[] {
  let configurations: unknown;
  try {
    ({ configurations } = parseJsonWithComments(text) as { configurations?: unknown });
  } catch {
    return [];
  }
  if (!Array.isArray(configurations)) return [];
  return (configurations as Configuration[])
    .filter((one) => one?.type === 'trapframe' && typeof one.program === 'string')
    .map(({ program, sources }) => {
      const paths = [program, ...(Array.isArray(sources) ? (sources as unknown[]) : [])];
      return new Set(paths.filter((path) => typeof path === 'string').map((path) => keyIn(folder, path)));
    })
    .filter((program) => program.size > 1);
}

function keyIn(folder: string, path: string): string {
  const written = path
    .replaceAll('\\', '/')
    .replace(/^\$\{workspaceFolder\}\//, '')
    .replace(/^\.\//, '');
  return written.startsWith('/') ? `file://${written}` : `${folder.replace(/\/$/, '')}/${written}`;
}
