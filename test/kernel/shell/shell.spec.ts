/** The shell and its tools: the same script gives the same output on our machine and on QEMU. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { boot, type Booted } from '../../../src/debug/launch/boot';
import { builtinNames } from '../../../src/debug/launch/builtin-programs';
import { readOptions } from '../../../src/debug/launch/validate';
import { System } from '../../../src/debug/system';
import { nodeHost } from '../../../src/host/node-host';
import { checkDisk } from '../../../src/toolchain/disk/check';
import { qemuIsInstalled, runOnQemu } from '../../qemu/qemu';
import { root } from '../root';
import { spawnSync } from 'node:child_process';

const END_OF_INPUT = '\u0004';

before(() => {
  for (const script of [
    path.join(root, 'kernel', 'build.mjs'),
    path.join(root, 'kernel', 'user', 'build.mjs'),
  ]) {
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
});

const shell = (options: Record<string, string> = {}): Promise<Booted> =>
  boot(
    {
      options: readOptions(options, 'command'),
      programs: [{ path: 'builtin:sh', args: [] }],
      isTyped: false,
    },
    nodeHost(path.join(root, 'dist')),
  );

interface Run {
  readonly console: string;
  readonly status: number | undefined;
}

async function here(script: string, options: Record<string, string> = {}): Promise<Run> {
  const { machine, endOfInput } = await shell(options);
  const bytes: number[] = [];
  machine.onConsole = (byte) => void bytes.push(byte);
  machine.input.feed(new TextEncoder().encode(script));
  machine.input.feedEnd(endOfInput);
  const stop = machine.run(2_000_000_000);
  assert.deepEqual(checkDisk(machine.readDisk()!), []);
  return { console: Buffer.from(bytes).toString(), status: stop.kind === 'finished' ? stop.code : undefined };
}

async function there(script: string, options: Record<string, string> = {}): Promise<Run> {
  const {
    kernel,
    initrd,
    bootargs,
    disk,
    options: { cpus },
  } = await shell(options);
  const run = await runOnQemu({
    kernel: kernel!.path,
    initrd: initrd!,
    bootargs: bootargs!,
    disk,
    cpus,
    memory: 128 * 2 ** 20,
    input: script + END_OF_INPUT,
  });
  assert.deepEqual(checkDisk(run.disk!), []);
  return run;
}

const scripts: Readonly<Record<string, readonly [script: string, console: string, status: number]>> = {
  'redirection and pipes': [
    'echo hello world > a\ncat < a | wc\necho more >> a; cat a | grep -v hello | cat\nwc a a\n',
    '1 2 12\nmore\n2 3 17 a\n2 3 17 a\n4 6 34 total\n',
    0,
  ],
  'words, quotes and comments': [
    `echo "two  spaces" 'and a $?' \\; # not this\necho $? # nor this\n`,
    'two  spaces and a $? ;\n0\n',
    0,
  ],
  'background jobs': [
    'sleep 40 &\nsh -c "echo in another" & wait\necho all have ended; wait\n',
    'in another\nall have ended\n',
    0,
  ],
  directories: [
    'mkdir d; cd d; echo x > file; ls; cd ..; rm d; rm d/file d; cat d\nls /dev\ncd nowhere; echo $?\n',
    'file\nrm: d: it is not empty\ncat: d: not found\nconsole\nnull\nsh: nowhere: not found\n1\n',
    0,
  ],
  tools: [
    'echo abcdefghijklmnop > t; hexdump t; head -n 1 t; ps | grep PID\necho gone > /dev/null\n',
    '00000000  61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70  |abcdefghijklmnop|\n' +
      '00000010  0a                                               |.|\nabcdefghijklmnop\n PID PARENT STATE       TICKS NAME\n',
    0,
  ],
  'what is wrong': [
    'nothing here\necho $?; cat /none; echo $?\necho "open\necho | | x\ncat < none; echo x > /\nexit 7\n',
    'sh: nothing: not found\n127\ncat: /none: not found\n1\nsh: echo "open: this cannot be read\n' +
      'sh: echo | | x: this cannot be read\nsh: none: not found\nsh: /: it is a directory\n',
    7,
  ],
};

const boards = [
  { name: 'our machine', skip: false as const, run: here },
  {
    name: 'QEMU',
    skip: !qemuIsInstalled() && 'SKIPPED: the shell is not tried on QEMU, which is not installed',
    run: there,
  },
];

for (const { name, skip, run } of boards) {
  describe(`the shell, on ${name}`, { skip }, () => {
    for (const cpus of ['1', '3']) {
      for (const [what, [script, console, status]] of Object.entries(scripts)) {
        test(`${what}, ${cpus} CPUs`, async () => {
          const ended = await run(script, { cpus });
          assert.deepEqual([ended.console, ended.status], [console, status]);
        });
      }
    }
  });
}

test('Control-C ends the foreground, and nothing else', async () => {
  const run = await here('sleep 200 &\nsleep 100000\n\u0003echo $?; wait; echo ended\n');
  assert.equal(run.console, '130\nended\n');
  const line = await here('ech\u0003echo given up\n');
  assert.equal(line.console, 'given up\n');
});

test('ls: names in the order of the alphabet, however they were made', async () => {
  const run = await here('mkdir d; cd d; echo > b; echo > c; echo > a; echo > Z; ls; ls / | head -n 3\n');
  assert.equal(run.console, 'Z\na\nb\nc\nbin\nd\n');
});

test('init starts a program, adopts its orphans, and ends with its status when all have ended', async () => {
  // Shell 3 leaves its job behind, and ends.
  const script = 'sh -c "sleep 400 &"\nps | grep sleep | wc\necho > done; exit 9\n';
  const booted = await boot(
    {
      options: readOptions({}, 'command'),
      programs: [{ path: 'builtin:init', args: [] }],
      isTyped: false,
    },
    nodeHost(path.join(root, 'dist')),
  );
  const { machine, endOfInput } = booted;
  const system = new System(booted);
  const bytes: number[] = [];
  machine.onConsole = (byte) => void bytes.push(byte);
  machine.input.feed(new TextEncoder().encode(script));
  machine.input.feedEnd(endOfInput);
  const adopted: (number | undefined)[] = [];
  // Whose child the sleeper is, from time to time.
  for (
    let stop = machine.run(1_000_000);
    stop.kind !== 'finished';
    stop = machine.run(machine.instant + 200_000)
  ) {
    const sleeper = system
      .kernel!.list()
      .processes.find(({ name, state }) => name === 'sleep' && state !== 'zombie');
    if (sleeper) adopted.push(sleeper.parent);
    assert.ok(stop.kind === 'limit' && machine.instant < 500_000_000, stop.kind);
  }
  assert.match(Buffer.from(bytes).toString(), /^1 5 \d+\n$/);
  assert.equal(adopted.at(-1), 1, 'the orphan is a child of init');
});

test('with a slow disk it is only slower', async () => {
  const [script, console] = scripts['redirection and pipes'];
  assert.equal((await here(script, { diskLatency: '20000' })).console, console);
});

test('the programs that come with the product are those in kernel/user/tools', () => {
  const tools = readdirSync(path.join(root, 'kernel', 'user', 'tools')).map((file) => path.parse(file).name);
  assert.deepEqual(tools.sort(), [...builtinNames]);
});
