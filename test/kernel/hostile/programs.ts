import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { assemble } from '../../../src/toolchain/assembler/assemble';
import { readElf } from '../../../src/toolchain/elf/read';
import { bootList } from '../../../src/toolchain/boot-list';
import { makeInitrd } from '../../../src/toolchain/initrd';
import { root } from '../root';

const user = path.join(root, 'kernel', 'user');

/** The hostile programs; the word before the hyphen is what they are after. */
export const names = readdirSync(path.join(user, 'hostile'))
  .map((file) => path.basename(file, '.s'))
  .sort();

/** What an honest program among them has to say, whatever they do. */
export const WELL = 'neighbour: all is well';
export const NEIGHBOUR = 'neighbour';

export const sourceOf = (name: string): string =>
  readFileSync(path.join(user, name === NEIGHBOUR ? '' : 'hostile', `${name}.s`), 'utf8');

const built = new Map<string, Uint8Array>();

export function programOf(name: string): Uint8Array {
  const known = built.get(name);
  if (known) return known;
  const { elf, diagnostics } = assemble([{ path: `${name}.s`, text: sourceOf(name) }]);
  assert.ok(elf, `${name}: ${diagnostics.map(({ line, message }) => `${line}: ${message}`).join(', ')}`);
  built.set(name, elf);
  return elf;
}

/** What the kernel boots from. */
export function initrdOf(programs: readonly string[]): Uint8Array {
  return makeInitrd([
    ...[...new Set(programs)].map((name) => ({ name: `bin/${name}`, bytes: programOf(name) })),
    bootList(programs.map((name) => ({ file: `bin/${name}`, argv: [name] }))),
  ]);
}

export type Expectation = { readonly cause: number; readonly stval: bigint } | { readonly status: number };

/** What the first lines of a program say about its end. */
export function expectationOf(name: string): Expectation {
  if (name === NEIGHBOUR) return { status: 0 };
  const text = sourceOf(name);
  const fault = /^# Expected: [a-z ]+ \((\d+)\), stval (\w+)\.$/m.exec(text);
  if (fault) return { cause: Number(fault[1]), stval: valueOf(fault[2], name) };
  const exit = /^# Expected: exit status (\d+)\.$/m.exec(text);
  assert.ok(exit, `${name} says what is expected of it`);
  return { status: Number(exit[1]) };
}

/** A number, a symbol of the program, or `heap`: where its heap begins. */
function valueOf(word: string, name: string): bigint {
  if (word.startsWith('0x')) return BigInt(word);
  const { segments, symbols } = readElf(programOf(name), name);
  if (word === 'heap') {
    const end = Math.max(...segments.map((one) => Number(one.virtualAddress) + one.memorySize));
    return BigInt(Math.ceil(end / 4096) * 4096);
  }
  return symbols.find((symbol) => symbol.name === word)!.address;
}

/** All of the hostile programs and four neighbours, one of them the first; a seed chooses the order of the others. */
export function everybody(seed: number): string[] {
  const programs = [...names, ...Array<string>(3).fill(NEIGHBOUR)];
  let state = seed;
  for (let i = programs.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const j = (state >>> 8) % (i + 1);
    [programs[i], programs[j]] = [programs[j], programs[i]];
  }
  return [NEIGHBOUR, ...programs];
}

/**
 * Compares a run's console with what these programs (process 1, 2, ...) must bring about: a line of the kernel for each that
 * it kills, with the exact cause and value, the neighbours' lines, byte for byte, and nothing else.
 */
export function checkConsole(console: string, programs: readonly string[]): void {
  const found = console.split('\n').slice(0, -1).map(withoutPlace).sort();
  const expected = programs.flatMap((name, index) => {
    const end = expectationOf(name);
    if (!('status' in end)) return [killed(index + 1, name, end.cause, end.stval)];
    return name === NEIGHBOUR ? [WELL] : [];
  });
  assert.deepEqual(found, expected.sort());
}

const killed = (pid: number, name: string, cause: number, stval: bigint): string =>
  `[kernel] pid ${pid} (${name.slice(0, 15)}) killed: scause ${cause}, value 0x${stval.toString(16)}`;

/** A line of the kernel about a killed process, without the words; any other line as it is. */
function withoutPlace(line: string): string {
  const parts =
    /^(\[kernel\] pid \d+ \(.+\) killed: ).* \(scause (\d+)\) at pc .*?(?:address|instruction) (0x\w+): /.exec(
      line,
    );
  return parts ? `${parts[1]}scause ${parts[2]}, value ${parts[3]}` : line;
}
