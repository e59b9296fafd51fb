/** Where time is modelled: what things take, and what never happened. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type {
  CostsBody,
  EventsBody,
  HashBody,
  MachineBody,
  NextCostBody,
  PhysicalMemoryBody,
  ProcessesBody,
  TimelineBody,
  TransientBody,
} from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();
const MODEL = { costModel: 'caches', transient: 8 };

/** Reads what belongs to the kernel; two instructions behind, a line tells what was there. */
const PEEKER = `
        .globl main
main:   la      s0, probe
        li      s1, 0x80000000
        lbu     t0, 0(s1)
        slli    t0, t0, 6
        add     t0, t0, s0
        lbu     t1, 0(t0)
        ret
        .bss
        .balign 4096
probe:  .skip   16384
`;

async function stoppedAtFault(model: object) {
  const program = place.path('peeker.s');
  writeFileSync(program, PEEKER);
  const client = await place.start();
  await client.begin({ launch: { program, ...model }, filters: ['pageFault'] });
  await client.stopped();
  await client.go('continue');
  const hash = async (architectural: boolean) =>
    (await client.request<HashBody>('trapframe/hash', { architectural })).hash;
  const { instruction } = await client.request<MachineBody>('trapframe/machine');
  return { client, hash, instruction };
}

test('at a fault: what was read all the same, instruction by instruction, and the line that it left', async () => {
  const { client, hash, instruction } = await stoppedAtFault(MODEL);
  const before = await hash(false);
  const { stretches } = await client.request<TransientBody>('trapframe/transient', { instruction });
  const [stretch] = stretches;
  assert.equal(stretches.length, 1);
  assert.deepEqual([stretch.behind, stretch.mode, stretch.place?.line], ['load', 'user', 5]);
  const { data } = await client.request<{ data: string }>('readMemory', {
    memoryReference: '0x80000000',
    count: 1,
  });
  const [byte] = Buffer.from(data, 'base64');
  assert.equal(Number(stretch.load?.value), byte);
  assert.equal(stretch.load?.refusal, 'U');
  assert.deepEqual(
    stretch.instructions.slice(0, 4).map((one) => [one.instruction, one.place?.line]),
    [
      ['slli t0,t0,0x6', 6],
      ['add t0,t0,s0', 7],
      ['lbu t1,0(t0)', 8],
      ['ret', 9],
    ],
  );
  const touched = stretch.instructions[2].load!;
  assert.equal(await hash(false), before, 'asking changes nothing');

  const { cached } = await client.request<PhysicalMemoryBody>('trapframe/physicalMemory', {});
  const physical = Number(touched.physical);
  const page = cached?.find(({ start }) => Number(start) === physical - (physical % 4096));
  assert.notEqual(BigInt(page!.first) & (1n << BigInt((physical % 4096) >> 6)), 0n);

  const { events } = await client.request<EventsBody>('trapframe/events', { where: 'refusal == U' });
  assert.deepEqual(
    events.map(({ at, kind, fact }) => [at, kind, fact.behind, Number(fact.value)]),
    [[instruction, 'transient', 'load', byte]],
  );
});

test('the machine is the same as without a model, and its caches go back in time with it', async () => {
  const plain = await stoppedAtFault({});
  const timed = await stoppedAtFault(MODEL);
  assert.equal(timed.instruction, plain.instruction);
  assert.equal(await timed.hash(true), await plain.hash(true));
  assert.equal(await plain.hash(false), await plain.hash(true));
  const there = await timed.hash(false);
  assert.notEqual(there, await timed.hash(true));
  await timed.client.go('trapframe/seek', { instruction: timed.instruction - 700 });
  assert.notEqual(await timed.hash(false), there);
  await timed.client.go('trapframe/seek', { instruction: timed.instruction });
  assert.equal(await timed.hash(false), there);
});

test('what the next instruction takes is what it then takes', async () => {
  const { client } = await stoppedAtFault(MODEL);
  const cyclesNow = async () =>
    (await client.request<CostsBody>('trapframe/costs', {})).cpus.reduce(
      (sum, { cycles }) => sum + cycles,
      0,
    );
  const seen = new Set<number>();
  for (let step = 0; step < 12; step++) {
    const foretold = await client.request<NextCostBody>('trapframe/cost', {});
    const before = await cyclesNow();
    await client.go('stepIn', { granularity: 'instruction' });
    assert.equal((await cyclesNow()) - before, foretold.cycles, foretold.reasons?.join('; '));
    seen.add(foretold.cycles!);
  }
  assert(seen.size > 1, 'some wait, some do not');
});

test('costs by mode and process add up, and the timeline has a second axis', async () => {
  const { client, instruction } = await stoppedAtFault(MODEL);
  const { model, cpus, modes, processes, occasions } = await client.request<CostsBody>('trapframe/costs', {});
  assert.equal(model, 'caches');
  const all = cpus.reduce((sum, { cycles }) => sum + cycles, 0);
  const { user, kernel, machine } = modes!;
  assert.equal(user.cycles + kernel.cycles + machine.cycles, all);
  assert.equal(
    processes!.reduce((sum, one) => sum + one.user.cycles + one.kernel.cycles + one.machine.cycles, 0),
    all,
  );
  const tree = await client.request<ProcessesBody>('trapframe/processes', {});
  const { pid: _, ...own } = processes!.find(({ pid }) => pid === 1)!;
  assert.deepEqual(tree.processes[0].costs, own);
  assert(kernel.dataMisses > 0 && occasions!.cold.count > 0);
  const { cycles } = await client.request<TimelineBody>('trapframe/timeline', { resolution: 64 });
  assert.equal(cycles!.at(-1)!.at, instruction);
  assert.equal(cycles!.at(-1)!.cycles, all);
});

test('without a model nothing is told', async () => {
  const { client, instruction } = await stoppedAtFault({});
  assert.deepEqual(await client.request('trapframe/costs', {}), { model: 'none', cpus: [] });
  assert.deepEqual(await client.request('trapframe/cost', {}), {});
  assert.deepEqual(await client.request('trapframe/transient', { instruction }), { stretches: [] });
});
