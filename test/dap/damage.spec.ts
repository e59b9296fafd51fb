/**
 * All that a client asks at a stop, of a kernel in whose memory anything may be written: process table, stacks, page tables. Every
 * request is answered, in words where it cannot be, and the session goes on. TRAPFRAME_QUESTIONS is how many (see questions.spec.ts).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomNumbers } from '../debug/machine';
import { workplace } from './adapter';

const place = workplace();
const REQUESTS = Number(process.env['TRAPFRAME_QUESTIONS'] ?? 600);

const EXPRESSIONS = [
  'pid',
  'a0',
  'process_table',
  'process_table[1]',
  'cpus[0].current->name',
  '*(struct process *) a0',
  'process(2, sp)',
  'process(2).x',
  'physical(*(long *) 0x80000000)',
  'argv',
  'a[',
  '*sp',
  'sstatus',
];
const MEMORY = ['0x1000', 'sp', '0x80000000', '0xffffffffffffff00', 'nothing'];

test('whatever is in the kernel, a client gets answers and the session lives', async () => {
  const client = await place.start();
  const programs = ['naps.s', 'loop.s', 'data.c'].map((name) => place.path(name));
  await client.begin({ launch: { programs, stopOnEntry: false }, filters: ['timer'] });
  await client.stopped();
  await client.go('continue');
  const random = randomNumbers(5);
  let asked = 0;
  const words = new Set<string>();
  const ask = async (command: string, args: object = {}): Promise<Record<string, never>[]> => {
    asked++;
    try {
      const body = await client.request<Record<string, Record<string, never>[]> | undefined>(command, args);
      return Object.values(body ?? {}).find((one) => Array.isArray(one)) ?? [];
    } catch (error) {
      words.add(`${command}: ${(error as Error).message}`);
      return [];
    }
  };

  const places: { address: number; size: number }[] = [];
  for (const name of ['process_table', 'cpus', 'kernel_stacks', 'free_list', 'trap_table']) {
    const address = await client.number(`(unsigned long) &${name}`);
    places.push({ address, size: await client.number(`sizeof ${name}`) });
  }
  for (const { pid } of await ask('trapframe/processes')) {
    const { levels } = await client.request<{ levels: { table: string }[] }>('trapframe/pageWalk', {
      pid,
      address: '0x1000',
    });
    for (const { table } of levels) places.push({ address: Number(table), size: 4096 });
  }
  assert.ok(places.length > 10);

  while (asked < REQUESTS) {
    for (let n = random(6); n >= 0; n--) {
      const { address, size } = places[random(places.length)];
      const memoryReference = `0x${(address + (random(size) & ~7)).toString(16)}@physical`;
      const bytes = Uint8Array.from({ length: 8 }, () => [0, 0xff, 0x80, random(256)][random(4)]);
      await ask('writeMemory', { memoryReference, data: Buffer.from(bytes).toString('base64') });
    }
    for (const { id } of (await ask('threads')).slice(0, 5)) {
      const frames = await ask('stackTrace', { threadId: id, levels: [0, 1, 20][random(3)] });
      if (frames.length === 0) continue;
      const { id: frameId, instructionPointerReference: at } = frames[random(frames.length)];
      for (const { variablesReference } of await ask('scopes', { frameId })) {
        const inside = await ask('variables', { variablesReference });
        const unfolds = inside.filter((one) => one['variablesReference'] > 0);
        if (unfolds.length > 0) await ask('variables', unfolds[random(unfolds.length)]);
      }
      const expression = EXPRESSIONS[random(EXPRESSIONS.length)];
      await ask('evaluate', { expression, frameId, context: ['watch', 'hover', 'repl'][random(3)] });
      await ask('completions', { frameId, text: 'process_table[0].', column: 18 });
      if (at !== undefined) {
        const count = { instructionOffset: -random(60), instructionCount: random(100) };
        await ask('disassemble', { memoryReference: at, ...count });
      }
      const memoryReference = `${MEMORY[random(MEMORY.length)]}@${[id, 'kernel', 'physical'][random(3)]}`;
      await ask('readMemory', { memoryReference, offset: random(100) - 50, count: random(5000) });
      await ask('trapframe/addressSpace', { pid: id });
      await ask('trapframe/pageWalk', { pid: id, address: `0x${random(2 ** 30).toString(16)}` });
      await ask('exceptionInfo', { threadId: id });
      await ask('trapframe/trapCard', { threadId: id });
    }
    for (const view of ['processes', 'machine', 'trapTable', 'physicalMemory'])
      await ask(`trapframe/${view}`);
  }
  for (const one of words) {
    assert.doesNotMatch(one, /undefined|NaN|\[object|\n\s+at |Cannot read/, one);
  }
  assert.equal(client.process.exitCode, null);
  const { cpus } = await client.request<{ cpus: unknown[] }>('trapframe/machine');
  assert.equal(cpus.length, 1);
});
