// A class graded by GNU parallel over ssh on two hosts (network namespaces), of which one dies halfway: the table is that of one machine.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { root } from '../docs/pages';
import { kinds, makeClass } from './class';

const count = Number(process.env['TRAPFRAME_CLASS'] ?? (process.env['CI'] === 'true' ? 200 : 0));
const cli = path.join(root, 'dist', 'cli.js');
const hosts = ['a', 'b'] as const;
type Host = (typeof hosts)[number];
const nameOf = (host: Host): string => `tf${process.pid % 10_000}${host}`;
const SSHD = '/usr/sbin/sshd';
const PORT = 2222;

const run = (command: string, ...words: string[]): { status: number | null; out: string } => {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { status: error ? 127 : status, out: stdout + stderr };
};
const must = (command: string, ...words: string[]): string => {
  const { status, out } = run(command, ...words);
  assert.equal(status, 0, `${command} ${words.join(' ')}: ${out}`);
  return out;
};

/** Why it cannot be tried here; undefined: it can. */
function missing(): string | undefined {
  if (count === 0) return 'TRAPFRAME_CLASS says how many submissions (CI has 200)';
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'two hosts are made by root on Linux';
  if (!existsSync(SSHD)) return 'there is no sshd';
  for (const tool of ['parallel', 'rsync', 'ip', 'ssh-keygen']) {
    if (run('sh', '-c', `command -v ${tool}`).status !== 0) return `there is no ${tool}`;
  }
  const probe = `${nameOf('a')}p`;
  let { status, out } = run('ip', 'netns', 'add', probe);
  if (status === 0) {
    // A container may have namespaces, and no link into them.
    ({ status, out } = run('ip', 'link', 'add', `${probe}0`, 'type', 'veth', 'peer', 'eth0', 'netns', probe));
    run('ip', 'link', 'delete', `${probe}0`);
  }
  run('ip', 'netns', 'delete', probe);
  return status === 0 ? undefined : `no network namespace can be made: ${out.trim()}`;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-parallel-'));
const daemons = new Map<Host, number>();

/** A host of its own: a network namespace with an sshd in it. */
function startHost(host: Host, index: number): void {
  const name = nameOf(host);
  const [ours, theirs] = [`10.77.${index}.1`, `10.77.${index}.2`];
  must('ip', 'netns', 'add', name);
  must('ip', 'link', 'add', `${name}0`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
  must('ip', 'address', 'add', `${ours}/24`, 'dev', `${name}0`);
  must('ip', 'link', 'set', `${name}0`, 'up');
  for (const words of [
    ['address', 'add', `${theirs}/24`, 'dev', 'eth0'],
    ['link', 'set', 'eth0', 'up'],
    ['link', 'set', 'lo', 'up'],
  ])
    must('ip', '-n', name, ...words);
  const pid = path.join(folder, `sshd-${host}.pid`);
  const config = path.join(folder, `sshd-${host}.conf`);
  writeFileSync(
    config,
    [
      `ListenAddress ${theirs}`,
      `Port ${PORT}`,
      `HostKey ${path.join(folder, 'key')}`,
      `AuthorizedKeysFile ${path.join(folder, 'key.pub')}`,
      `PidFile ${pid}`,
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin prohibit-password',
      'MaxStartups 100',
      'MaxSessions 100',
      '',
    ].join('\n'),
  );
  must('ip', 'netns', 'exec', name, SSHD, '-f', config);
  for (let tries = 0; !existsSync(pid); tries++) {
    assert.ok(tries < 300, 'sshd starts');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  daemons.set(host, Number(readFileSync(pid, 'utf8')));
}

/** The power goes: nothing of it answers any more. */
function stopHost(host: Host): void {
  const name = nameOf(host);
  const pids = run('ip', 'netns', 'pids', name).out.split('\n').map(Number);
  run('ip', 'link', 'delete', `${name}0`);
  for (const pid of pids) {
    try {
      if (pid > 1) process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone.
    }
  }
  run('ip', 'netns', 'delete', name);
  daemons.delete(host);
}

after(() => {
  for (const host of daemons.keys()) stopHost(host);
  rmSync(folder, { recursive: true, force: true });
});

test(
  'two hosts, one dies halfway, and the rest is done by the other',
  { skip: missing() ?? false },
  async () => {
    const { lab, submissions } = await makeClass(folder, count);
    mkdirSync('/run/sshd', { recursive: true });
    must('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', path.join(folder, 'key'));
    hosts.forEach((host, index) => startHost(host, index));
    const ssh = path.join(folder, 'ssh.conf');
    const entries = hosts.map(
      (host, index) => `Host ${nameOf(host)}\n  HostName 10.77.${index}.2\n  Port ${PORT}\n`,
    );
    const common = `Host *\n  User root\n  IdentityFile ${path.join(folder, 'key')}\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n  LogLevel ERROR\n  ConnectTimeout 5\n  ServerAliveInterval 1\n  ServerAliveCountMax 3\n`;
    writeFileSync(ssh, entries.join('') + common);
    const results = path.join(folder, 'results');
    mkdirSync(results);
    const log = path.join(folder, 'log');
    const parallel = (on: readonly Host[]) =>
      spawn(
        'parallel',
        [
          '--will-cite',
          '--ssh',
          `ssh -F ${ssh}`,
          ...on.flatMap((host) => ['--sshlogin', `1/${nameOf(host)}`]),
          '--joblog',
          log,
          '--resume-failed',
          '--workdir',
          '...',
          '--transferfile',
          'class/{}',
          '--return',
          '{}.json',
          '--cleanup',
          `${process.execPath} ${cli} grade ${lab} class/{} --jobs 1 --format json --out {}.json || test $? -eq 1`,
          ':::',
          ...submissions.map((one) => path.basename(one)),
        ],
        { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: folder } },
      );
    const ended = (child: ReturnType<typeof parallel>): Promise<number | null> =>
      new Promise((resolve) => child.on('close', resolve));
    const jobsDone = (): number => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 2 : 0);

    const first = parallel(hosts);
    first.stderr.resume();
    const end = ended(first);
    let isOver = false;
    void end.then(() => (isOver = true));
    const latest = performance.now() + 600_000;
    while (!isOver && jobsDone() < count / 3) {
      assert.ok(performance.now() < latest, `${jobsDone()} of ${count} jobs are done after ten minutes`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.ok(!isOver, 'it is not over before the host dies');
    stopHost('b');
    assert.notEqual(await end, 0, 'what the host was at is lost');

    let said = '';
    const again = parallel(['a']);
    again.stderr.on('data', (text: Buffer) => (said += text.toString()));
    assert.equal(await ended(again), 0, said);

    const files = readdirSync(folder).filter((name) => /^\d+-\w+\.json$/.test(name));
    assert.equal(files.length, count);
    const merged = run(
      process.execPath,
      cli,
      'grade',
      'merge',
      ...files.map((name) => path.join(folder, name)),
      '--format',
      'json',
    );
    const together = run(process.execPath, cli, 'grade', lab, ...submissions, '--format', 'json');
    assert.deepEqual([merged.status, together.status], [1, 1]);
    assert.equal(merged.out, together.out);
    const { submissions: all } = JSON.parse(together.out) as {
      submissions: { name: string; passed: boolean }[];
    };
    for (const { name, passed } of all) assert.equal(passed, kinds[name.slice(4)].passes, name);
  },
);
