import { spawn, type ChildProcess } from 'node:child_process';

/** How much a compiler may use, with a source of somebody who is not trusted. */
export interface CompilerBounds {
  /** Bytes of address space that each of its processes may have, where the system can bound that. */
  readonly memory: number;
  /** Seconds of the CPU for each of its processes. */
  readonly seconds: number;
  /** Characters of what it says. */
  readonly said: number;
}

/** What came of running a compiler. */
interface CompilerRun {
  readonly failed: boolean;
  /** On stderr, and then on stdout. */
  readonly said: string;
  /** It has gone beyond its bounds, or broke down on its way there: what it said is no message about a source. */
  readonly isBeyond: boolean;
}

/** How compilers break down when they may have no more memory or time; they name files that are there no more. */
const BREAKDOWN =
  /out of memory|memory exhausted|bad_alloc|internal compiler error|terminated program|Preprocessed source\(s\)|PLEASE submit a bug report/;

/** Characters of what a compiler says: who says more is not read on. */
const MOST_SAID = 1 << 24;

/**
 * Runs a compiler to its end; when `signal` is aborted, it ends at once, with all that it has started.
 * @param folder what relative paths count from; the current one if absent
 * @param bounds it ends when it goes beyond them; absent: our own source is compiled
 */
export function runCompiler(
  command: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
  folder?: string,
  bounds?: CompilerBounds,
): Promise<CompilerRun> {
  return new Promise((resolve) => {
    // A group of its own: compilers start others, which would go on.
    const isGroup = process.platform !== 'win32';
    const [file, ...rest] = [...boundedBy(bounds), command, ...words];
    const child = spawn(file, rest, {
      env,
      cwd: folder,
      detached: isGroup,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const end = (): void => kill(child, isGroup);
    const said = [child.stderr, child.stdout].map((stream) => {
      const one = { text: '' };
      stream.setEncoding('utf8').on('data', (text: string) => {
        one.text += text;
        if (one.text.length > (bounds?.said ?? MOST_SAID)) end();
      });
      return one;
    });
    const finish = (failed: boolean, wasKilled: boolean, why = ''): void => {
      signal?.removeEventListener('abort', end);
      const all = said.map(({ text }) => text).join('') + why;
      const isBeyond =
        bounds !== undefined && (wasKilled || all.length > bounds.said || (failed && BREAKDOWN.test(all)));
      resolve({ failed, said: all, isBeyond });
    };
    child.on('error', (error) => finish(true, false, error.message));
    child.on('close', (status, killed) =>
      finish(
        status !== 0,
        killed !== null,
        killed !== null && said[0].text === '' ? `${command} was ended by ${killed}` : '',
      ),
    );
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}

/** The beginning of a command that is bounded: a shell sets what its system knows, and becomes the command. */
function boundedBy(bounds: CompilerBounds | undefined): readonly string[] {
  if (bounds === undefined || process.platform === 'win32') return [];
  const { memory, seconds } = bounds;
  // A bound that cannot be set (or that is tighter already) is tried where its failure ends nothing.
  const set = [`-v ${Math.ceil(memory / 1024)}`, `-t ${seconds}`].map(
    (one) => `(ulimit ${one}) 2>/dev/null && ulimit ${one}`,
  );
  return ['/bin/sh', '-c', `${set.join('; ')}; exec "$@"`, 'sh'];
}

function kill(child: ChildProcess, isGroup: boolean): void {
  try {
    if (isGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It is gone.
  }
}
