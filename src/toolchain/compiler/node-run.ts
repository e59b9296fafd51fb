import { spawn, type ChildProcess } from 'node:child_process';

/** Characters of what a compiler says: who says more is not read on. */
const MOST_SAID = 1 << 24;

/**
 * Runs a compiler to its end; when `signal` is aborted, it ends at once, with all that it has started.
 * @param folder what relative paths count from; the current one if absent
 * @returns what it said, on stderr and then on stdout
 */
export function runCompiler(
  command: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
  folder?: string,
): Promise<{ failed: boolean; said: string }> {
  return new Promise((resolve) => {
    // A group of its own: compilers start others, which would go on.
    const isGroup = process.platform !== 'win32';
    const child = spawn(command, words, {
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
        if (one.text.length > MOST_SAID) end();
      });
      return one;
    });
    const finish = (failed: boolean, why = ''): void => {
      signal?.removeEventListener('abort', end);
      resolve({ failed, said: said.map(({ text }) => text).join('') + why });
    };
    child.on('error', (error) => finish(true, error.message));
    child.on('close', (status, killed) =>
      finish(status !== 0, killed !== null && said[0].text === '' ? `${command} was ended by ${killed}` : ''),
    );
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}

function kill(child: ChildProcess, isGroup: boolean): void {
  try {
    if (isGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It is gone.
  }
}
