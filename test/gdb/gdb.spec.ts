// GDB's remote protocol over the command line: Debian's gdb, and a client that knows as little as a course's grader does.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { hexOfValue } from '../../src/gdb/hex';
import { assemble } from '../../src/toolchain/assembler/assemble';
import { readElf } from '../../src/toolchain/elf/read';

const root = path.resolve(__dirname, '..', '..');
const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-gdb-'));
const image = path.join(folder, 'count.elf');
const source = path.join(folder, 'count.s');
const socket = path.join(folder, 'socket');

const PROGRAM = `        .globl _start
_start: la      t0, counter
        li      t1, 3
loop:   lw      t2, 0(t0)
        addi    t2, t2, 1
        sw      t2, 0(t0)
        addi    t1, t1, -1
        bnez    t1, loop
done:   li      t0, 0x100000
        lw      t1, status
        sw      t1, 0(t0)
        j       .
forever: j      forever
        .data
counter: .word  0
status: .word   0x5555
`;
const DONE = 0x8000_0020;
const COUNTER = 0x8000_1000;
/** Where the machine never comes to by itself, and never leaves. */
let forever = 0n;

const hasGdb = spawnSync('gdb-multiarch', ['--version']).status === 0;
const skip = !hasGdb && 'SKIPPED: gdb-multiarch is not installed';

interface Run {
  readonly process: ChildProcess;
  readonly port: number;
  readonly ended: Promise<number | null>;
}
const runs: ChildProcess[] = [];

/** The machine with its server, as soon as that listens. */
async function start(place: string, ...options: string[]): Promise<Run> {
  const words = ['run', '--kernel', 'none', '--gdb', place, ...options, image];
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'src/cli/main.ts'), ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  runs.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (said.includes('target remote')) resolve();
    });
    child.once('exit', () => reject(new Error(said)));
  });
  return { process: child, port: Number(/127\.0\.0\.1:(\d+)/.exec(said)?.[1]), ended };
}

/** What gdb prints for these commands, the program's symbols read. */
function gdb(...commands: string[]): string {
  return gdbOn(image, ...commands);
}

function gdbOn(program: string, ...commands: string[]): string {
  const file = path.join(folder, 'commands');
  writeFileSync(file, ['set pagination off', ...commands].join('\n') + '\n');
  const { stdout, stderr } = spawnSync('gdb-multiarch', ['-batch', '-nx', '-x', file, program], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return stdout + stderr;
}

/** A client that sends packets without waiting for acknowledgements. */
class Client {
  private text = '';
  private wake: () => void = () => {};
  private constructor(private readonly stream: Socket) {
    stream.on('data', (bytes) => {
      this.text += bytes.toString('latin1');
      this.wake();
    });
    stream.on('close', () => this.wake());
  }

  static async connect(port: number): Promise<Client> {
    const stream = connect(port, '127.0.0.1');
    await new Promise((resolve, reject) => stream.once('connect', resolve).once('error', reject));
    return new Client(stream);
  }

  send(data: string): void {
    const sum = [...data].reduce((total, c) => (total + c.charCodeAt(0)) % 256, 0);
    this.stream.write(`$${data}#${sum.toString(16).padStart(2, '0')}`);
  }

  raw(text: string): void {
    this.stream.write(text);
  }

  /** Takes everything up to a match. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.text);
      if (match) {
        this.text = this.text.slice(match.index + match[0].length);
        return match[0];
      }
      if (this.stream.destroyed) throw new Error(`closed after ${JSON.stringify(this.text)}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.stream.once('close', () => resolve()).end());
  }
}

describe('GDB’s remote protocol', () => {
  before(() => {
    const { elf } = assemble([{ path: source, text: PROGRAM }], { purpose: 'machine' });
    writeFileSync(source, PROGRAM);
    writeFileSync(image, elf!);
    forever = readElf(elf!, image).symbols.find(({ name }) => name === 'forever')!.address;
  });
  after(() => {
    for (const run of runs) run.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'gdb sets breakpoints and watchpoints, reads, writes, steps, and hears of the end',
    { skip },
    async () => {
      const run = await start(socket);
      assert.equal(statSync(socket).mode & 0o777, 0o600);
      const out = gdb(
        `target remote ${socket}`,
        'info threads',
        'p $priv',
        'p/x $mtvec',
        'watch *(int*)&counter',
        'c',
        'p *(int*)&counter',
        'delete',
        'break done',
        'c',
        'p $t2',
        'set $t2 = 77',
        'p $t2',
        'set var *(int*)&counter = 5',
        'x/dw &counter',
        'stepi',
        'p $pc',
        'monitor instant',
        'monitor nonsense',
        'c',
      );
      assert.match(out, /Thread 1 \(CPU 0\)/);
      assert.match(out, /\$1 = 3\n\$2 = 0x0\n/);
      assert.match(out, /Old value = 0\nNew value = 1/);
      assert.match(out, /\$3 = 1\n/);
      assert.match(out, /Breakpoint 2, /);
      assert.match(out, /\$4 = 3\n\$5 = 77\n/);
      assert.match(out, /<counter>:\s+5/);
      assert.match(out, /\$6 = .*0x80000024/);
      assert.match(out, /24 instructions/);
      assert.match(out, /there is no command "nonsense"/);
      assert.match(out, /\[Inferior 1 .* exited normally\]/);
      assert.equal(await run.ended, 0);
    },
  );

  it(
    'gdb goes back: by step, to watchpoints and breakpoints, to the reset; and forward again, also from a past that was changed',
    { skip },
    async () => {
      const run = await start(socket);
      const out = gdb(
        `target remote ${socket}`,
        'break done',
        'c',
        'p $t2',
        'reverse-stepi',
        'p $pc',
        'watch *(int*)&counter',
        'reverse-continue',
        'p $t2',
        'reverse-continue',
        'p *(int*)&counter',
        'delete 2',
        'break loop',
        'reverse-continue',
        'p $t1',
        'reverse-continue',
        'reverse-continue',
        'p $pc',
        'monitor instant',
        'delete 3',
        'c',
        'p $t2',
        'reverse-stepi',
        'reverse-stepi',
        'set var *(int*)&counter = 40',
        'set $t1 = 2',
        'c',
        'p *(int*)&counter',
        'delete',
        'c',
      );
      assert.match(out, /\$1 = 3\n/);
      assert.match(out, /\$2 = .*0x8000001c/, 'the branch before `done`');
      assert.match(out, /Old value = 3\nNew value = 2/);
      assert.match(out, /\$3 = 3\n/, 'before the store, what is to be stored is there');
      assert.match(out, /Old value = 2\nNew value = 1/);
      assert.match(out, /\$4 = 1\n/);
      assert.match(out, /\$5 = 2\n/, 'the second round');
      assert.match(out, /No more reverse-execution history/);
      assert.match(out, /\$6 = .*0x1000\n/);
      assert.match(out, /\n0 instructions/);
      assert.match(out, /\$7 = 3\n/, 'the same run again');
      assert.match(out, /\$8 = 41\n/, 'one more round, of what was written in the past');
      assert.match(out, /exited normally/);
      assert.equal(await run.ended, 0);
    },
  );

  it('a client without gdb goes back by packets, and over a watchpoint forward and back', async () => {
    const run = await start('0');
    const client = await Client.connect(run.port);
    const ask = async (packet: string): Promise<string> => {
      client.send(packet);
      return (await client.until(/\$[^#]*#../)).slice(1, -3);
    };
    assert.match(await ask('qSupported'), /;ReverseStep\+;ReverseContinue\+/);
    assert.equal(await ask('bs'), 'T05thread:01;replaylog:begin;');
    assert.equal(await ask(`Z1,${DONE.toString(16)},1`), 'OK');
    assert.equal(await ask('c'), 'T05thread:01;');
    const there = await ask('g');
    assert.equal(await ask('bc'), 'T05thread:01;replaylog:begin;');
    assert.equal(await ask('c'), 'T05thread:01;');
    assert.equal(await ask('g'), there);
    assert.equal(await ask('bs'), 'T05thread:01;');
    assert.equal(await ask('s'), 'T05thread:01;');
    assert.equal(await ask('g'), there);
    assert.equal(await ask(`Z2,${COUNTER.toString(16)},4`), 'OK');
    for (const value of [3, 2, 1]) {
      assert.equal(await ask('bc'), `T05thread:01;watch:${COUNTER.toString(16)};`);
      assert.equal(await ask(`m${COUNTER.toString(16)},1`), `0${value}`, 'behind the store');
    }
    assert.equal(await ask('bc'), 'T05thread:01;replaylog:begin;');
    client.send('k');
    assert.equal(await run.ended, 130);
  });

  it('a client that probes the port, then sends Z1 and c and nothing else, hears T05', async () => {
    const run = await start('0');
    await (await Client.connect(run.port)).close();
    const client = await Client.connect(run.port);
    client.send(`Z1,${DONE.toString(16)},1`);
    client.send('c');
    assert.match(await client.until(/\$T05[^#]*#../), /^\$T05thread:01;#/);
    client.send('p20');
    assert.match(await client.until(/\$[0-9a-f]+#../), /^\$2000008000000000#/);
    client.send('c');
    assert.equal(await client.until(/\$W..#../), '$W00#b7');
    assert.equal(await run.ended, 0);
  });

  it('Control-C stops a machine that runs for ever; detach lets it run, and another client stops it again', async () => {
    const run = await start('0', '--max-instructions', '100000000000');
    const client = await Client.connect(run.port);
    client.send(`P20=${hexOfValue(forever)}`);
    await client.until(/\$OK#9a/);
    client.send('c');
    client.raw('\x03');
    await client.until(/\$T02thread:01;#../);
    client.send('D');
    await client.until(/\$OK#9a/);
    await client.close();
    const second = await Client.connect(run.port);
    second.send('?');
    await second.until(/\$T05[^#]*#../);
    second.send('k');
    assert.equal(await run.ended, 130);
  });

  it('packets that make no sense are answered, and harm nothing', async () => {
    const run = await start('0');
    const client = await Client.connect(run.port);
    for (const [sent, answer] of [
      ['vMustReplyEmpty', ''],
      ['p', 'E22'],
      ['p5000', 'E22'],
      ['Pzz=1', 'E22'],
      ['m0,8', 'E14'],
      ['mffffffffffffffffff,8', 'E22'],
      ['M80000000,4:12', 'E22'],
      ['Z9,0,1', ''],
      ['Z1,nonsense', 'E22'],
      ['vCont;x', 'E22'],
      ['Hg7f', 'E22'],
      ['qXfer:features:read:other.xml:0,10', 'E00'],
      ['qRcmd,zz', 'E22'],
      ['\u007f', ''],
    ] as const) {
      client.send(sent);
      const got = await client.until(/\$[^#]*#../);
      assert.equal(got.slice(1, -3), answer, sent);
    }
    client.send('g');
    assert.equal((await client.until(/\$[^#]*#../)).length, 33 * 16 + 4);
    run.process.kill('SIGKILL');
  });
  it(
    'a program that was compiled for floating point is debugged, too; those registers are not there',
    { skip },
    async () => {
      const run = await start(socket);
      const bytes = readFileSync(image);
      // e_flags: the ABI passes doubles in registers.
      bytes.writeUInt32LE(bytes.readUInt32LE(48) | 4, 48);
      const double = path.join(folder, 'double.elf');
      writeFileSync(double, bytes);
      const out = gdbOn(
        double,
        `target remote ${socket}`,
        'break done',
        'c',
        'p $t2',
        'info registers ft0',
        'kill',
      );
      assert.match(out, /\$1 = 3\n/, out);
      assert.match(out, /ft0 .*double = <unavailable>/);
      await run.ended;
    },
  );
});
