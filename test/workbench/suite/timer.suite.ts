import assert from 'node:assert/strict';
import { Driver, sessionTest } from './driver';
import { loop } from './programs';

sessionTest(
  'timer interrupts stop loops that make no system call, and share the CPU between them',
  async () => {
    const programs = [await loop('one.s'), await loop('two.s')];
    const driver = await Driver.start(Driver.launch({ programs }));
    await driver.stopAt('timer');
    const interrupted = new Set<number>();
    for (let stops = 0; stops < 10 && interrupted.size < 2; stops++) {
      const stop = await driver.go('continue');
      assert.match(stop.description ?? '', /timer interrupt/i);
      const { cpus } = await driver.request('trapframe/machine');
      const [cpu] = cpus;
      assert.notEqual(cpu?.mode, 'user');
      const { processes } = await driver.request('trapframe/processes');
      const running = processes.filter(({ state }) => state === 'running');
      assert.deepEqual(
        running.map(({ pid, cpu: where }) => ({ pid, where })),
        [{ pid: cpu?.pid, where: 0 }],
      );
      assert.equal(stop.threadId, cpu?.pid);
      interrupted.add(cpu.pid!);
    }
    assert.deepEqual([...interrupted].sort(), [1, 2]);
    await driver.end();
  },
);
