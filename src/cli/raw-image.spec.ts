import assert from 'node:assert/strict';
import { test } from 'node:test';
import { image } from '../devices/board.fixture';
import { readElf } from '../toolchain/elf/read';
import { commandLine } from './surroundings.fixture';

/** Ends with what the place where it lies says. */
const PROGRAM = `
_start: auipc   t1, 0
        srli    t1, t1, 20
        slli    t1, t1, 16
        li      t2, 0x3333
        or      t1, t1, t2
        li      t0, FINISHER
        sw      t1, 0(t0)
        j       .
`;
const [{ bytes }] = readElf(image(PROGRAM), 'program').segments;
const { trapframe } = commandLine({
  'raw.bin': bytes,
  'empty.bin': new Uint8Array(0),
  'raw.txt': bytes,
});

test('a raw image lies where the RAM begins, and above a firmware where that expects it', async () => {
  for (const words of [
    ['--kernel', '@raw.bin'],
    ['--kernel', 'none', '@raw.bin'],
  ]) {
    const { status, err } = await trapframe('run', ...words);
    assert.equal(status, 123, err);
    assert.match(err, /the machine ended with status 2048/);
    const above = await trapframe('run', '--bios', 'builtin', ...words);
    assert.match(above.err, /the machine ended with status 2050/);
  }
});

test('it goes by its name, and has something in it', async () => {
  assert.match(
    (await trapframe('run', '--kernel', 'none', '@empty.bin')).err,
    /empty\.bin is empty: there is nothing to run/,
  );
  assert.match((await trapframe('run', '--kernel', 'none', '@raw.txt')).err, /raw\.txt is no program/);
});
