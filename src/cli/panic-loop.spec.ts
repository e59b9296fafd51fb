import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildXv6 } from '../../test/debug/xv6';
import { commandLine } from './surroundings.fixture';

const { trapframe } = commandLine({});
const folder = mkdtempSync(join(tmpdir(), 'trapframe panic '));
const kernel = join(folder, 'kernel', 'kernel');
before(() => buildXv6(folder, 2024, 'zig', ['-DPANICS']));
after(() => rmSync(folder, { recursive: true }));

test('a kernel that gave up and stays in a loop: status 126, and what it said', async () => {
  const { status, out, err } = await trapframe('run', '--kernel', kernel, '--max-idle', '20000000');
  assert.equal(status, 126, err);
  assert.match(out, /panic: there is no init/);
  assert.match(err, /kernel panic: there is no init; the kernel does nothing any more/);
});

test('where a kernel’s command line is QEMU’s, the run just ends; how long it waits can be set', async () => {
  const words = ['-machine', 'virt', '-bios', 'none', '-nographic', '-kernel', kernel];
  const { status, err } = await trapframe('qemu', ...words, '-max-idle', '20000000');
  assert.equal(status, 0, err);
  assert.match(err, /its input has ended, and in 20000000 instructions nothing has happened/);
  const wrong = await trapframe('qemu', ...words, '-max-idle', 'some');
  assert.equal(wrong.status, 2);
  assert.match(wrong.err, /-max-idle some/);
});
