/** A kernel of the kind that is tried on the machine, here and on QEMU: timers, PLIC, UART interrupts, the virtio disk. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { qemuIsInstalled } from '../qemu/qemu';
import { converse } from './conversation';
import { guestHere, guestOnQemu } from './guest';
import { buildStandIn, standInConversation, standInDisk, type Timer } from './standin';

const skip = !qemuIsInstalled() && 'SKIPPED: guests are not compared with QEMU, which is not installed';
const CLI = path.join(__dirname, '..', '..', 'src', 'cli', 'main.ts');
const MEMORY = 128 * 2 ** 20;
const PROMPT = '$ ';

describe('a kernel with interrupts and a disk', () => {
  for (const [timer, cpus] of [
    ['CLINT', 1],
    ['Sstc', 1],
    ['CLINT', 3],
    ['Sstc', 3],
  ] as readonly (readonly [Timer, number])[]) {
    const what = `timer of ${timer}, ${cpus === 1 ? 'one hart' : `${cpus} harts`}`;
    let files: Parameters<typeof guestHere>[0];
    let here = '';

    test(`${what}: every command answers as it must`, async () => {
      files = { kernel: await buildStandIn(timer, cpus), disk: standInDisk(), cpus, memory: MEMORY };
      const guest = guestHere(files, 100_000_000);
      const answers = await converse(guest, PROMPT, standInConversation(cpus));
      for (const { problem, output } of answers) assert.equal(problem, undefined, output);
      assert.equal(answers.length, standInConversation(cpus).length);
      here = guest.console;
    });

    test(`${what}: QEMU prints the same`, { skip }, async () => {
      const guest = guestOnQemu(files, 30_000);
      await converse(guest, PROMPT, standInConversation(cpus));
      guest.close();
      assert.equal(here, guest.console);
    });
  }

  for (const kernel of ['none', 'PATH']) {
    test(`the command line boots it with --kernel ${kernel}, and feeds it`, async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-guest-'));
      const file = (name: string, bytes: string | Uint8Array): string => {
        writeFileSync(path.join(folder, name), bytes);
        return path.join(folder, name);
      };
      const image = file('kernel', await buildStandIn('Sstc', 3));
      const input = file('input', 'echo typed\nread 7\nhalt\n');
      const options = ['--cpus', '3', '--disk', file('disk', standInDisk()), '--input', input];
      const words =
        kernel === 'none' ? ['--kernel', 'none', ...options, image] : ['--kernel', image, ...options];
      const run = spawnSync(process.execPath, ['--import', 'tsx', CLI, 'run', ...words], {
        encoding: 'utf8',
      });
      rmSync(folder, { recursive: true });
      assert.equal(run.status, 0, run.stderr);
      assert.match(run.stdout, /hart 2 starting[^]*\ntyped\n[^]*\nthis is block 7\n[^]*bye\n/);
    });
  }

  test('what goes wrong is told', async () => {
    const files = { kernel: await buildStandIn('Sstc', 1), disk: standInDisk(), cpus: 1, memory: MEMORY };
    const guest = guestHere(files, 20_000_000);
    const wrong = { type: 'read 1', expect: [/block 2/] };
    const answers = await converse(guest, PROMPT, [{ type: '', expect: [] }, wrong]);
    assert.equal(answers[1].problem, 'no block 2 in the output');
    const [crash] = await converse(guest, PROMPT, [{ type: 'fault', expect: [] }, wrong]);
    assert.equal(crash.problem, 'the kernel panicked');
    assert.match(crash.output, /scause 0xf stval 0x4000/);
  });
});
