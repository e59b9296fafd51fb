import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { recordAt, Table } from '../../src/debug/kernels/tables';
import { bootImage } from '../../src/debug/launch/images';
import { AddressSpace } from '../../src/debug/memory/address-space';
import { Image } from '../../src/debug/symbols/image';
import { createBoard } from '../../src/devices/virt';
import type { Machine } from '../../src/machine/types';
import { assemble } from '../../src/toolchain/assembler/assemble';
import { readElf } from '../../src/toolchain/elf/read';
import { makeInitrd } from '../../src/toolchain/initrd';
import { qemuIsInstalled, runOnQemu } from '../qemu/qemu';
import { kernelImage } from './images';

const user = path.join(__dirname, '..', '..', 'kernel', 'user');
const names = readdirSync(path.join(user, 'hostile')).map((file) => path.basename(file, '.s'));
const memory = 16 * 2 ** 20;
const WELL = 'neighbour: all is well\n';

const sourceOf = (name: string): string =>
  readFileSync(path.join(user, name === 'neighbour' ? '' : 'hostile', `${name}.s`), 'utf8');

const built = new Map<string, Uint8Array>();
function programOf(name: string): Uint8Array {
  const known = built.get(name);
  if (known) return known;
  const { elf, diagnostics } = assemble([{ path: `${name}.s`, text: sourceOf(name) }]);
  assert.ok(elf, `${name}: ${diagnostics.map(({ line, message }) => `${line}: ${message}`).join(', ')}`);
  built.set(name, elf);
  return elf;
}

function initrdOf(programs: readonly string[]): Uint8Array {
  const list = programs.map((name) => `bin/${name}\0${name}\0\0`).join('');
  return makeInitrd([
    ...[...new Set(programs)].map((name) => ({ name: `bin/${name}`, bytes: programOf(name) })),
    { name: 'etc/programs', bytes: new TextEncoder().encode(list) },
  ]);
}

function boardOf(programs: readonly string[], bootargs: string): { machine: Machine; console: () => string } {
  const kernel = kernelImage('zig');
  const image = bootImage(readElf(readFileSync(kernel), kernel), kernel, memory);
  const machine = createBoard({ ...image, initrd: initrdOf(programs), bootargs }, { memory, cpus: 1 });
  let text = '';
  machine.onConsole = (byte) => {
    text += String.fromCharCode(byte);
    return false;
  };
  return { machine, console: () => text };
}

/** What the first lines of a program say about its end. */
function expectationOf(name: string): { cause: number; stval: string } | { status: number } {
  const text = sourceOf(name);
  const fault = /^# Expected: [a-z ]+ \((\d+)\), stval (\w+)\.$/m.exec(text);
  if (fault) return { cause: Number(fault[1]), stval: fault[2] };
  const exit = /^# Expected: exit status (\d+)\.$/m.exec(text);
  assert.ok(exit, `${name} says what is expected of it`);
  return { status: Number(exit[1]) };
}

describe('hostile programs, one by one', () => {
  const kernelName = kernelImage('zig');
  const kernel = new Image('kernel', 'kernel', readElf(readFileSync(kernelName), kernelName));

  for (const name of names) {
    test(name, () => {
      const { machine, console } = boardOf(['neighbour', name], 'timeslice=2000');
      assert.deepEqual(machine.run(200_000_000), { kind: 'finished', code: 0 }, console());
      assert.ok(console().includes(WELL), console());

      const space = new AddressSpace(machine, 0n);
      const table = new Table(kernel, 'process_table', space);
      const process = table.entry(1)!;
      const frame = recordAt(space, process.number('trap_frame')!, table.layoutOf('trap_frame'))!;
      const expected = expectationOf(name);
      const status = Number(process.number('exit_status'));
      if ('status' in expected) {
        assert.equal(status, expected.status, console());
        return;
      }
      assert.equal(status, 128 + expected.cause, console());
      assert.equal(Number(frame.number('scause')), expected.cause);
      const symbols = readElf(programOf(name), name).symbols;
      const address = /^0x/.test(expected.stval)
        ? BigInt(expected.stval)
        : expected.stval === 'heap'
          ? process.number('heap_start')!
          : symbols.find((symbol) => symbol.name === expected.stval)!.address;
      assert.equal(frame.number('stval'), address, console());
    });
  }
});

/** As many as the process table has room for, and four neighbours; a seed chooses which, and the order. */
function everybody(seed: number): string[] {
  let state = seed;
  const shuffled = (programs: string[]): string[] => {
    for (let i = programs.length - 1; i > 0; i--) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      const j = (state >>> 8) % (i + 1);
      [programs[i], programs[j]] = [programs[j], programs[i]];
    }
    return programs;
  };
  const hostile = shuffled([...names]).slice(0, 60);
  return ['neighbour', ...shuffled([...hostile, 'neighbour', 'neighbour', 'neighbour'])];
}

const neighboursOf = (console: string): number => console.split(WELL).length - 1;

describe('hostile programs, all at once', () => {
  for (const seed of [1, 2]) {
    test(`in order ${seed}`, () => {
      const { machine, console } = boardOf(everybody(seed), 'timeslice=2000');
      assert.deepEqual(machine.run(1_000_000_000), { kind: 'finished', code: 0 }, console());
      assert.equal(neighboursOf(console()), 4, console());
    });
  }

  const skip = !qemuIsInstalled() && 'SKIPPED: qemu-system-riscv64 is not installed';
  for (const policy of ['rr', 'mlfq', 'lottery', 'stride']) {
    test(`on QEMU, with policy ${policy}`, { skip }, async () => {
      const files = { kernel: kernelImage('zig'), initrd: initrdOf(everybody(3)), memory };
      const { console, status } = await runOnQemu({ ...files, bootargs: `timeslice=2000 policy=${policy}` });
      assert.equal(status, 0, console);
      assert.equal(neighboursOf(console), 4, console);
    });
  }
});
