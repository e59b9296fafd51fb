import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

/** The process itself: its streams, signals and exit. */
const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trapframe-main-'));
const main = ['--import', 'tsx', join(__dirname, 'main.ts')];
const chatter = join(folder, 'chatter.s');
const loop = join(folder, 'loop.s');

before(() => {
  spawnSync(process.execPath, [join(root, 'kernel', 'build.mjs')]);
  writeFileSync(loop, '.globl main\nmain: j main\n');
  writeFileSync(
    chatter,
    `
        .globl main
main:   li a0, 1
        la a1, text
        li a2, 64
        li a7, SYS_write
        ecall
        j main
        .section .rodata
text:   .ascii "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\\n"
`,
  );
});
after(() => rmSync(folder, { recursive: true }));

const trapframe = (...words: string[]) =>
  spawnSync(process.execPath, [...main, ...words], { cwd: root, encoding: 'utf8' });

test('--version, --help and help for each command are on stdout', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  assert.equal(trapframe('--version').stdout, `trapframe ${version}\n`);
  const overview = trapframe('--help');
  assert.equal(overview.status, 0);
  for (const name of ['run', 'trace', 'sched', 'asm', 'disasm', 'dap', 'lsp']) {
    assert.match(overview.stdout, new RegExp(`^  ${name} `, 'm'));
    const help = trapframe(name, '--help');
    assert.equal(help.status, 0);
    assert.match(help.stdout, new RegExp(`^Usage: trapframe ${name} `));
  }
  assert.match(trapframe('run', '--help').stdout, /--time-slice N +\S/);
});

test('bad usage is one line on stderr and status 2', () => {
  for (const [words, message] of [
    [['rnu', 'x.s'], 'trapframe: unknown command rnu; did you mean run?\n'],
    [['--verison'], 'trapframe: unknown option --verison; did you mean --version?\n'],
    [
      ['run', '--timeslice', '5', 'x.s'],
      'trapframe: unknown option --timeslice; did you mean --time-slice?\n',
    ],
    [['run'], 'trapframe: no program is given\n'],
    [
      ['run', '--control', 'best', 'x.s'],
      'trapframe: --control "best" is not allowed; it takes one of preemptive, cooperative, direct\n',
    ],
  ] as const) {
    const { status, stdout, stderr } = trapframe(...words);
    assert.deepEqual([status, stdout, stderr], [2, '', message]);
  }
});

test('a reader that has seen enough ends the run without a complaint', async () => {
  const child = spawn(process.execPath, [...main, 'run', chatter], { cwd: root });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.once('data', () => child.stdout.destroy());
  const status = await new Promise((resolve) => child.on('close', resolve));
  assert.deepEqual([status, errors], [0, '']);
});

test(
  'Ctrl+C ends an endless run, and says where it was',
  { skip: process.platform === 'win32' },
  async () => {
    const child = spawn(process.execPath, [...main, 'run', chatter, '--', loop], { cwd: root });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.stdout.resume().once('data', () => child.kill('SIGINT'));
    const status = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(status, 130);
    assert.match(errors, /^trapframe: interrupted after \d+ instructions\n$/);
  },
);

const initialize = (): string => {
  const body = JSON.stringify({
    seq: 1,
    type: 'request',
    command: 'initialize',
    arguments: { adapterID: 'x' },
  });
  return `Content-Length: ${body.length}\r\n\r\n${body}`;
};

test('dap answers on stdio, and ends when the client is gone', async () => {
  const child = spawn(process.execPath, [...main, 'dap'], { cwd: root });
  child.stdin.write(initialize());
  const answer = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data))),
  );
  assert.match(answer, /^Content-Length: \d+\r\n\r\n\{.*"command":"initialize"/);
  child.stdin.end();
  assert.equal(await new Promise((resolve) => child.on('close', resolve)), 0);
});

test('dap --port 0 says where it listens, and serves several clients', async () => {
  const child = spawn(process.execPath, [...main, 'dap', '--port', '0'], { cwd: root });
  const line = await new Promise<string>((resolve) =>
    child.stderr.once('data', (data) => resolve(String(data))),
  );
  const port = Number(/^listening on 127\.0\.0\.1:(\d+)\n/.exec(line)?.[1]);
  for (let client = 0; client < 2; client++) {
    const socket = connect(port, '127.0.0.1', () => socket.write(initialize()));
    const answer = await new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(String(data))),
    );
    assert.match(answer, /"command":"initialize"/);
    socket.destroy();
  }
  const closed = new Promise((resolve) => child.on('close', (status, signal) => resolve(status ?? signal)));
  child.kill('SIGTERM');
  assert.equal(await closed, process.platform === 'win32' ? 'SIGTERM' : 0);
  assert.match(
    trapframe('dap', '--port', '70000').stderr,
    /--port "70000" is not allowed; it takes a whole number/,
  );
});

test('dap --port warns, with --token it says one; --socket is for oneself', async () => {
  const said = async (words: string[], enough: RegExp): Promise<string> => {
    const child = spawn(process.execPath, [...main, 'dap', ...words], { cwd: root });
    let all = '';
    await new Promise<void>((resolve) =>
      child.stderr.on('data', (data) => {
        all += String(data);
        if (enough.test(all)) resolve();
      }),
    );
    const closed = new Promise((resolve) => child.on('close', resolve));
    child.kill('SIGTERM');
    await closed;
    return all;
  };
  assert.match(
    await said(['--port', '0'], /--token\n/),
    /\ntrapframe: every user of this computer can connect/,
  );
  assert.match(
    await said(['--port', '0', '--token'], /token: .*\n/),
    /^listening on .*\ntoken: [0-9a-f]{32}\n$/,
  );
  assert.match(trapframe('dap', '--token').stderr, /--token belongs to --port/);
  assert.match(trapframe('dap', '--port', '0', '--socket', 'x').stderr, /not both/);
  if (process.platform === 'win32') return;
  const path = join(mkdtempSync(join(tmpdir(), 'tf ')), 's');
  assert.equal(await said(['--socket', path], /\n/), `listening on ${path}\n`);
  assert.ok(!existsSync(path), 'it takes its socket with it');
  rmSync(dirname(path), { recursive: true });
});

test(
  'output that cannot be written is told',
  { skip: !existsSync('/dev/full') && 'there is no /dev/full here' },
  () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [...main, '--help'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    assert.equal(status, 2);
    assert.match(stderr, /^trapframe: stdout cannot be written: .*no space left/i);
  },
);
