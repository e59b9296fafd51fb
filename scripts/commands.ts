import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Runs a program to its end with our own output and no input, and returns its exit status (1 when it cannot be started). */
export function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (status) => resolve(status ?? 1));
  });
}

/** Runs a program quietly, and returns its exit status and everything that it wrote. */
export function capture(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => (output += data.toString()));
    }
    child.on('error', (error) => resolve({ status: 1, output: `${output}${command}: ${error.message}\n` }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/** What to give spawn() for a program that may be a .cmd file: only Windows' shell runs those, and it wants quotes. */
export function startable(
  command: string,
  args: readonly string[],
): { command: string; args: string[]; shell: boolean } {
  if (process.platform !== 'win32' || /\.exe$/i.test(command))
    return { command, args: [...args], shell: false };
  const quoted = (text: string): string => `"${text}"`;
  return { command: quoted(command), args: args.map(quoted), shell: true };
}

/** Runs npm: it names its own program to what it runs, else it is looked for on PATH. */
export function npm(
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<{ status: number; output: string }> {
  const program = process.env['npm_execpath'];
  if (program !== undefined) return capture(process.execPath, [program, ...args], options);
  const start = startable('npm', args);
  return capture(start.command, start.args, { ...options, shell: start.shell });
}

/** The path of the first of these programs that is on PATH. */
export function onPath(...names: string[]): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const name of names) {
    for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
      for (const ending of endings) {
        const candidate = path.join(folder, name + ending);
        if (folder !== '' && isExecutable(candidate)) return candidate;
      }
    }
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ends a process that leads a group (or, on Windows, a tree), and everything in it. */
export function endGroup(leader: number, signal: NodeJS.Signals): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(leader), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch {
    // It has ended already.
  }
}
