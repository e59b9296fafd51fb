import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { Privilege } from '../../src/machine/types';
import { boards, ownBoard } from './boards';
import { initrdOf } from './programs';

const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-control-'));
after(() => rmSync(folder, { recursive: true }));

for (const { name, skip, run } of boards) {
  const boot = (commands: readonly string[], bootargs: string) => run(initrdOf(commands, folder), bootargs);

  describe(`control, on ${name}`, { skip }, () => {
    test('cooperative: a program keeps the CPU until it gives it up', async () => {
      const looping = await boot(['looper', 'looper'], 'control=cooperative timeslice=1000');
      assert.deepEqual(looping, { console: '1\n'.repeat(10) + '2\n'.repeat(10), status: 0 });
      const yielding = await boot(['polite', 'polite'], 'control=cooperative timeslice=1000');
      assert.deepEqual(yielding, { console: '1\n2\n'.repeat(3), status: 0 });
    });

    test('cooperative: who sleeps is woken when the kernel next has the CPU', async () => {
      const alone = await boot(['sleeper'], 'control=cooperative timeslice=1000');
      assert.deepEqual(alone, { console: 'a\nb\n', status: 0 });
      const { console } = await boot(['sleeper', 'looper'], 'control=cooperative timeslice=1000');
      assert.equal(console, `a\n${'2\n'.repeat(10)}b\n`);
    });

    test('direct: a program reads the kernel and uses its instructions, one program after another', async () => {
      const { console, status } = await boot(['peek', 'hello x', 'peek'], 'control=direct');
      assert.deepEqual({ console, status }, { console: 'read\nhello\nx\nread\n', status: 0 });
      const faulty = await boot(['null', 'pipes'], 'control=direct');
      assert.match(faulty.console, /killed: load page fault .* address 0x0: nothing is mapped here/);
      assert.equal(faulty.status, 128 + 13);
    });

    test('preemptive: the same read is a page fault', async () => {
      const { status } = await boot(['peek'], 'control=preemptive');
      assert.equal(status, 128 + 13);
    });
  });
}

describe('control, step by step', { skip: boards[0].skip }, () => {
  /** Interrupts taken while programs ran, and the modes they ran in. */
  function watch(control: string): { interrupts: number; modes: Set<Privilege> } {
    const machine = ownBoard(initrdOf(['forever', 'looper'], folder), `control=${control} timeslice=1000`);
    let interrupts = 0;
    const modes = new Set<Privilege>();
    machine.onTrap = ({ interrupt, from }) => {
      if (interrupt) interrupts++;
      modes.add(from);
      return false;
    };
    assert.equal(machine.run(2_000_000).kind, 'limit');
    return { interrupts, modes };
  }

  test('without preemption a loop is never interrupted', () => {
    assert.ok(watch('preemptive').interrupts > 100);
    assert.deepEqual(watch('cooperative'), { interrupts: 0, modes: new Set([Privilege.user]) });
    assert.deepEqual(watch('direct'), { interrupts: 0, modes: new Set([Privilege.supervisor]) });
  });
});
