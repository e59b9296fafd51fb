// The body of shim.mjs: VS Code's arguments in, a test run in code-server, its exit code out.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'node:util';
import { findHost } from './find-host';
import { openWindow } from './open-window';
import { Silence } from './silence';

// What the workbench itself logs, which is not the tests' business.
const NOISE =
  /^(Ignoring fetching additional|Resolv(ing|ed) connection token|Creating a socket|Updating additional builtin|\[Service Worker\]|ChatSessionStore|Creation of workbench contribution|.*getaddrinfo ENOTFOUND)/;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string' },
      extensionTestsPath: { type: 'string' },
      'extensions-dir': { type: 'string' },
      'user-data-dir': { type: 'string' },
    },
  });
  const value = (name: string): string | undefined => {
    const given = values[name];
    return typeof given === 'string' ? given : undefined;
  };
  const tests = value('extensionTestsPath');
  const extension = value('extensionDevelopmentPath');
  const extensions = value('extensions-dir');
  if (tests === undefined) throw new Error('no --extensionTestsPath');
  process.env['TRAPFRAME_HOST'] = 'code-server';
  const host = await findHost();
  const empty = positionals[0] === undefined ? mkdtempSync(path.join(os.tmpdir(), 'trapframe-')) : undefined;
  try {
    let exit: (code: number) => void = () => {};
    const exited = new Promise<number>((resolve) => (exit = resolve));
    let log = (): string => '';
    const silence = new Silence((what) => {
      console.error(`${what}\n${log()}`);
      exit(1);
    });
    const window = await openWindow(
      host,
      {
        folder: positionals[0] ?? empty ?? '',
        ...(extension === undefined ? {} : { extension }),
        ...(extensions === undefined ? {} : { extensions }),
      },
      {
        tests,
        onExit: (code) => exit(code),
        onCrash: () => {
          console.error('the page of the window has crashed');
          exit(1);
        },
        onLog: (_type, args) => {
          silence.heard();
          const line = format(...args);
          if (!NOISE.test(line)) console.log(line);
        },
      },
    );
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => exit(1));
    log = () => window.log();
    const code = await exited;
    silence.end();
    await window.close();
    return code;
  } finally {
    if (empty !== undefined) rmSync(empty, { recursive: true, force: true });
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
