import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { board, bytesOf, image } from '../../src/devices/board.fixture';
import { runBare } from './bare';
import { disk, echo, harts, registers, transmit } from './device-programs';
import { qemuIsInstalled } from './qemu';

const skip = !qemuIsInstalled() && 'SKIPPED: devices are not compared with QEMU, which is not installed';

/** Sectors that can be told apart. */
const sectors = (): Uint8Array => new Uint8Array(4096).map((_, at) => (at >> 9) * 16 + (at & 7));

interface Run {
  readonly name: string;
  readonly text: string;
  readonly input?: string;
  readonly cpus?: number;
  readonly disk?: Uint8Array;
}

const runs: readonly Run[] = [
  { name: 'input by interrupts of the UART', text: echo, input: 'hello, world\rq' },
  { name: 'transmit interrupts that nobody clears', text: transmit },
  { name: 'registers of UART and PLIC', text: registers },
  { name: 'three harts: AMOs, LR/SC, timers, software interrupts', text: harts, cpus: 3 },
  ...[4, 8, 1024].map((size) => ({
    name: `every request to the disk, by a queue of ${size}`,
    text: disk(size),
    disk: sectors(),
  })),
];

describe('a program of the bare machine prints the same as on QEMU', { skip }, () => {
  for (const { name, text, input = '', cpus = 1, disk: contents } of runs) {
    test(name, async () => {
      const elf = image(text);
      const own = board(elf, { cpus, ...(contents && { disk: contents }) });
      own.machine.input.feed(bytesOf(input));
      assert.deepEqual(own.run(50_000_000), { kind: 'finished', code: 0 });
      const theirs = await runBare({ image: elf, cpus, input, ...(contents && { disk: contents }) });
      assert.equal(own.console(), theirs.console);
      assert.ok(own.console().length > 10);
    });
  }
});
