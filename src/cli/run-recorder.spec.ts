import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { test } from 'node:test';
import { programs } from '../../test/dap/programs';
import { boot } from '../debug/launch/boot';
import { journalling, type Journal } from '../debug/launch/journal';
import { ConsoleOnce } from '../debug/time/once';
import { nodeHost } from '../host/node-host';
import { readRun } from './arguments';
import { Output } from './output';
import { checkWritable, writeFile } from './result-files';
import { runToStatus } from './run';
import { PIECE, RunRecorder } from './run-recorder';
import { Stdin } from './stdin';
import { commandLine } from './surroundings.fixture';

const { trapframe, path } = commandLine({ 'echo.s': programs['echo.s'] });
const MEBI = 2 ** 20;

test('a run with endless input is recorded up to a limit, says so, and goes on', async () => {
  const line = Buffer.from('line\n');
  const [recorded, more] = [10, 10];
  const interrupt = new AbortController();
  const said: string[] = [];
  let out = '';
  let hear: () => void = () => undefined;
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      out += chunk.toString();
      hear();
      done();
    },
  });
  /** The next line comes when the one before has been echoed. */
  async function* typing(): AsyncGenerator<Buffer> {
    for (let count = 0; count < recorded + more; count++) {
      while (out.split('line').length <= count) await new Promise<void>((resolve) => (hear = resolve));
      yield line;
    }
    interrupt.abort();
  }
  const around = {
    output: new Output(stream),
    say: (text: string) => void said.push(text),
    host: nodeHost(join(__dirname, '..', '..', 'dist')),
    writeFile,
    checkWritable,
    interrupt: interrupt.signal,
    stdin: new Stdin(Readable.from(typing()), () => undefined),
  };
  const { launch } = readRun([path('echo.s')], {});
  const { host, journal } = journalling(around.host);
  const booted = await boot({ ...launch, isTyped: false }, host);
  const recording = { file: path('run.rec'), launch, isTyped: false, journal };
  const recorder = new RunRecorder(recording, around, recorded * (line.length + PIECE));
  const console = new ConsoleOnce((byte) => around.output.writeByte(byte));
  await runToStatus(booted, around, undefined, [console], undefined, { recorder });
  assert.match(
    said[0],
    /^trapframe: the recording ends here, after \d+ instructions: .* of console input.* The run goes on$/,
  );
  const again = await trapframe('run', '--replay', '@run.rec');
  assert.equal(again.status, 130, again.err);
  assert.match(again.err, new RegExp(`interrupted after ${/after (\d+)/.exec(said[0])![1]} `));
  assert.ok(out.startsWith(again.out));
  assert.equal(again.out.split('line').length - 1, recorded);
});

test('programs, kernel and disk that no recording holds are refused before the machine starts', async () => {
  const bytes = new Uint8Array(512 * MEBI);
  const answers = new Map(['a', 'b'].map((key) => [key, { kind: 'bytes' as const, bytes }]));
  const journal: Journal = { builtinKernel: '', builtinFirmware: '', answers };
  const { launch } = readRun([path('echo.s')], {});
  assert.throws(
    () => new RunRecorder({ file: '', launch, isTyped: false, journal }, undefined!),
    /^UserError: --record: .* have 1024 MiB; a recording holds 704 MiB of them$/,
  );
});
