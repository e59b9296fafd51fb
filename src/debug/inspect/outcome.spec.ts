import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { createBoard } from '../../devices/virt';
import { makeInitrd } from '../../toolchain/initrd';
import { boot, type Booted } from '../launch/boot';
import { bootImage } from '../launch/images';
import { System } from '../system';
import { outcomeOf, type Outcome } from './outcome';
import { UnknownCalls } from './unknown-calls';
import { readOptions } from '../launch/validate';

const root = path.join(__dirname, '..', '..', '..');
const builtinKernel = path.join(root, 'dist', 'kernel', 'kernel.elf');

const bootText = (text: string, options: Readonly<Record<string, unknown>>): Promise<Booted> =>
  boot(
    { options: readOptions(options, 'command'), programs: [{ path: 'program.s', args: [] }] },
    {
      files: {
        readFile: (file) =>
          file === 'program.s' ? Promise.resolve(new TextEncoder().encode(text)) : readFile(file),
        exists: () => Promise.resolve(true),
        readFolder: () => Promise.resolve([]),
        realPath: (path) => Promise.resolve(path),
      },
      builtinKernel,
      builtinFirmware: '',
    },
  );

const outcome = (booted: Booted): Outcome | undefined => outcomeOf(booted.machine.run(5_000_000), booted);

/** A bare machine that writes a word to the finisher. */
const finishing = (word: number): Promise<Booted> =>
  bootText(`.globl _start\n_start: li t0, 0x100000\n li t1, ${word}\n sw t1, 0(t0)\n1: j 1b\n`, {
    kernel: 'none',
  });

test('without a kernel the finisher gives the status', async () => {
  assert.deepEqual(outcome(await finishing(0x5555)), { status: 0 });
  assert.deepEqual(outcome(await finishing(0x5_3333)), { status: 5 });
  assert.deepEqual(outcome(await finishing((123 << 16) | 0x3333)), { status: 123 });
  assert.deepEqual(outcome(await finishing((200 << 16) | 0x3333)), {
    status: 123,
    message: 'the machine ended with status 200',
  });
  assert.deepEqual(outcome(await finishing(0x7777)), {
    status: 0,
    message: 'the machine was told to reset; the run ends here',
  });
});

test('a stop in the middle of a run is no outcome', async () => {
  const booted = await finishing(0x5555);
  booted.machine.setBreakpoints([0x8000_0000n]);
  assert.equal(outcome(booted), undefined);
});

test('a kernel that gives up: 126', async () => {
  assert.equal(spawnSync(process.execPath, [path.join(root, 'kernel', 'build.mjs')]).status, 0);
  const booted = await bootText('.globl main\nmain: ret\n', {});
  const { kernel, options } = booted;
  const image = { ...bootImage(kernel!.elf, kernel!.path, options.memory), initrd: makeInitrd([]) };
  const machine = createBoard(image, { memory: options.memory, cpus: 1 });
  assert.deepEqual(outcome({ ...booted, machine }), { status: 126, message: 'kernel panic' });
});

test('a program without an end ran on behind its last instruction', async () => {
  const booted = await bootText('.globl main\nmain: li a0, 1\n addi a0, a0, 1\n', {});
  const { status, message } = outcome(booted)!;
  assert.equal(status, 130);
  assert.match(message!, /behind the last instruction of main, at program\.s:3; main ends with ret/);
});

test('a system call that there is not is told by number and line, once', async () => {
  const booted = await bootText(
    '.globl main\nmain: li a7, 93\n ecall\n li a7, 4711\n ecall\n li a0, 0\n ret\n',
    {},
  );
  const unknown = new UnknownCalls(new System(booted));
  booted.machine.onTrap = (trap) => {
    unknown.trap(trap);
    return false;
  };
  assert.deepEqual(outcome(booted), { status: 0 });
  assert.equal(
    unknown.words,
    'program, at program.s:3: no system call has the number that is in a7, 93; exit is SYS_exit, 1',
  );
});
