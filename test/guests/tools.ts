/** What the tools of a course must be able to do with a built, unmodified xv6-riscv: its Makefile, and gdb. */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tell } from './debugging';

const root = join(__dirname, '..', '..');
const command = join(root, 'dist', 'cli.js');
const isThere = (name: string): boolean => spawnSync(name, ['--version']).status === 0;

export async function useTools(folder: string, tell: Tell): Promise<void> {
  if (isThere('make')) tell('make QEMU="trapframe qemu" qemu', await made(folder));
  else console.log('SKIPPED  there is no make');
  if (isThere('gdb-multiarch')) tell('gdb: back across sret and forward again', await withGdb(folder));
  else console.log('SKIPPED  there is no gdb-multiarch');
}

/** Starts it by its own Makefile, types a command at the prompt, and ends it by Control-A x. */
async function made(folder: string): Promise<string | undefined> {
  const words = ['-C', folder, `QEMU="${process.execPath}" "${command}" qemu -snapshot`, 'CPUS=1', 'qemu'];
  const child = spawn('make', words, { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  let hear: () => void = () => {};
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    said += text;
    hear();
  });
  let ended = false;
  child.once('close', () => {
    ended = true;
    hear();
  });
  const until = async (pattern: RegExp): Promise<boolean> => {
    while (!pattern.test(said) && !ended) await new Promise<void>((resolve) => (hear = resolve));
    return pattern.test(said);
  };
  const isUp = await until(/init: starting sh\s+\$ $/);
  if (isUp) child.stdin.write('echo made it\n');
  const isRight = isUp && (await until(/\nmade it\r?\n/));
  child.stdin.write('\x01x');
  while (!ended) await new Promise<void>((resolve) => (hear = resolve));
  return isRight ? undefined : `it said\n${said}`;
}

/** Stops in a program behind a system call, goes back through the kernel's sret, and forward again. */
async function withGdb(folder: string): Promise<string | undefined> {
  const own = mkdtempSync(join(tmpdir(), 'trapframe-gdb-'));
  const disk = join(own, 'fs.img');
  copyFileSync(join(folder, 'fs.img'), disk);
  const kernel = join(folder, 'kernel', 'kernel');
  const words = ['run', '--kernel', kernel, '--disk', disk, '--gdb', '0'];
  const child = spawn(process.execPath, [command, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await new Promise<string | undefined>((resolve) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => resolve(undefined));
  });
  if (port === undefined) return 'it does not listen';
  const script = [
    'set pagination off',
    'set confirm off',
    'set architecture riscv:rv64',
    // Else gdb does not step itself, and knows of no sret.
    'set osabi none',
    `target remote 127.0.0.1:${port}`,
    'break sys_open',
    'continue',
    'delete',
    // Behind the ecall, in the program.
    'set $behind = cpus[0].proc->trapframe->epc',
    'hbreak *$behind',
    'continue',
    'delete',
    'printf "behind %d\\n", $pc == $behind',
    'reverse-stepi',
    'printf "back in %lx\\n", $pc',
    'x/i $pc',
    'stepi',
    'printf "again %d\\n", $pc == $behind',
    'kill',
  ];
  const file = join(own, 'commands');
  writeFileSync(file, script.map((line) => `${line}\n`).join(''));
  const gdb = spawn('gdb-multiarch', ['-batch', '-nx', '-x', file, kernel], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [gdb.stdout, gdb.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  await new Promise((resolve) => gdb.once('close', resolve));
  child.kill();
  rmSync(own, { recursive: true });
  const isRight = /behind 1\n[^]*back in 3ffffff[0-9a-f]{3}\n[^]*sret[^]*again 1\n/.test(said);
  return isRight ? undefined : said;
}
