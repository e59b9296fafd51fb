import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type {
  EventsBody,
  MachineBody,
  PerfettoBody,
  ProtocolBody,
  TimelineBody,
  TrapCardBody,
  TrapTableBody,
  TrapTableEntryBody,
} from '../../src/protocol/requests';
import { buildGuest } from '../debug/guest';
import { workplace } from './adapter';

const place = workplace();

test('the timeline of hello: user, trap, kernel, return; its spans join without a gap', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['processExit'] });
  await client.stopped();
  await client.go('continue');
  const { events, now, names, since } = await client.request<TimelineBody>('trapframe/timeline');
  assert.equal(since, 0);
  assert.deepEqual(names, [{ pid: 1, name: 'hello' }]);
  const mine = events.filter(({ pid, kind }) => pid === 1 && (kind === 'trap' || kind === 'return'));
  assert.deepEqual(
    mine.map(({ kind }) => kind),
    ['return', ...Array.from({ length: 3 }, () => ['trap', 'return']).flat(), 'trap'],
  );
  assert.equal(mine[1].detail.replace(/, pc .*/, ''), 'System call: write(1, 0x2000, 6)');

  const { spans } = await client.request<TimelineBody>('trapframe/timeline', { resolution: 1 });
  const modes = spans!.filter(({ pid }) => pid === 1).map(({ mode }) => mode);
  assert.deepEqual(modes.slice(-8), Array.from({ length: 4 }, () => ['user', 'kernel']).flat());
  let end = 0;
  for (const span of spans!) {
    assert.equal(span.from, end);
    assert.equal(span.steps, span.to - span.from);
    end = span.to;
  }
  assert.equal(end, now);
  const coarse = await client.request<TimelineBody>('trapframe/timeline', { resolution: now });
  assert.equal(
    coarse.spans!.reduce((sum, { steps }) => sum + steps, 0),
    now,
  );
  assert.ok(coarse.spans!.length < spans!.length);
});

test('the timeline of two loopers: user, timer interrupt, kernel, other user', async () => {
  const client = await place.start();
  const loop = place.path('loop.s');
  await client.begin({ launch: { programs: [loop, loop], timeSlice: 2000 }, filters: ['timer'] });
  await client.stopped();
  for (let i = 0; i < 4; i++) await client.go('continue');
  const { spans, marks } = await client.request<TimelineBody>('trapframe/timeline', { resolution: 1 });
  const first = spans!.findIndex(({ mode }) => mode === 'user');
  const turns = spans!
    .slice(first)
    .filter(({ mode }) => mode === 'user')
    .map(({ pid }) => pid);
  assert.deepEqual(turns, [1, 2, 1, 2]);
  assert.ok(
    spans!.slice(first).every(({ mode }, i, all) => mode === 'kernel' || all[i + 1]?.mode !== 'user'),
  );
  assert.equal(marks!.filter(({ kind }) => kind === 'interrupt').length, 4);
});

test('a timeline in parts, and arguments that make no sense', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  const all = await client.request<TimelineBody>('trapframe/timeline');
  const part = await client.request<TimelineBody>('trapframe/timeline', { limit: 3 });
  assert.deepEqual(part.events, all.events.slice(0, 3));
  assert.equal(part.more, all.events[3].at);
  assert.equal(
    await client.refusal('trapframe/timeline', { from: -1 }),
    'from must be a whole number from 0 up, not -1',
  );
});

test('the protocol: who does what, with its place in the source', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['processExit'] });
  await client.stopped();
  await client.go('continue');
  const { rows, truncated } = await client.request<ProtocolBody>('trapframe/protocol');
  assert.equal(truncated, false);
  assert.equal(rows[0].part, 'boot');
  const trap = rows.find(({ words }) => words.startsWith('hello (1): traps into the OS: write'));
  assert.equal(trap?.actor, 'program');
  assert.deepEqual(trap?.place, { path: place.path('hello.s'), line: place.line('hello.s', 'ecall') });
  const few = await client.request<ProtocolBody>('trapframe/protocol', { limit: 2 });
  assert.deepEqual(few.rows, rows.slice(-2));
  assert.equal(few.truncated, true);
});

test('the trap table: read from the kernel’s memory, counted as traps are taken', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['processExit'] });
  await client.stopped();
  await client.go('continue');
  const { entries, message } = await client.request<TrapTableBody>('trapframe/trapTable');
  assert.match(message, /trap_table\[cause\]/);
  const call = entries.find(({ cause, interrupt }) => cause === 8 && !interrupt)!;
  assert.equal(call.count, 4);
  assert.equal(call.vectorName, 'trap_vector');
  assert.equal(call.handler?.name, 'system_call_handler');
  assert.match(call.handler?.place?.path ?? '', /kernel[/\\]\w+\.c$/);
  const timer = entries.find(({ cause, interrupt }) => cause === 5 && interrupt)!;
  assert.equal(timer.handler?.name, 'timer_interrupt');
  assert.equal(timer.takenIn, 'kernel');
});

test('the trap table of a kernel without one: what was seen, by name; until then, that nothing was', async () => {
  const client = await place.start();
  const folder = mkdtempSync(join(tmpdir(), 'trapframe guest '));
  const launch = { kernel: buildGuest(folder), memory: '16M', stopOnEntry: false };
  await client.begin({ launch, filters: ['syscall'] });
  await client.stopped();
  const entry = async (code: number): Promise<TrapTableEntryBody> => {
    const { entries, message } = await client.request<TrapTableBody>('trapframe/trapTable');
    assert.match(message, /no table of handlers that could be read/);
    return entries.find(({ cause, interrupt }) => cause === code && !interrupt)!;
  };
  const before = await entry(8);
  assert.deepEqual([before.vectorName, before.handler, before.unseen], ['uservec', undefined, true]);
  await client.go('continue');
  const { handler, unseen } = await entry(8);
  assert.deepEqual([handler?.name, handler?.seen?.from, unseen], ['usertrap', 'user', undefined]);
  assert.ok(handler?.seen?.path.includes('syscall'));
  assert.ok(handler?.place?.path.endsWith('guest.c'));
  assert.equal((await entry(13)).unseen, true);
  rmSync(folder, { recursive: true });
});

test('the trap card: what the hardware did, what the kernel saved, what the return will restore', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  assert.deepEqual(await client.request<TrapCardBody>('trapframe/trapCard', { threadId: 1 }), {});
  const stop = await client.go('continue');
  const { card } = await client.request<TrapCardBody>('trapframe/trapCard', { threadId: 1 });
  assert.equal(card?.headline, 'System call: write(1, 0x2000, 6)');
  assert.deepEqual(card?.hardware[0], { what: 'mode', before: 'user', after: 'kernel' });
  assert.equal(card?.hardware[1].after, stop.top.instructionPointerReference);
  // The first instruction of the vector has saved nothing yet.
  assert.deepEqual(card?.saved, []);
  const a7 = await client.number('a7');
  await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'system_call_handler' }] });
  await client.go('continue');
  const later = (await client.request<TrapCardBody>('trapframe/trapCard', { threadId: 1 })).card!;
  assert.equal(Number(later.saved.find(({ name }) => name === 'a7')?.value), a7);
  assert.equal(later.restores.find(({ what }) => what === 'mode')?.after, 'user');
});

test('a trace for Perfetto of a long run comes in parts', async () => {
  const client = await place.start();
  const calls = 11_000;
  const program = place.path('calls.s');
  const loop = '1: li a7, SYS_getpid\n ecall\n addi s0, s0, -1\n bnez s0, 1b\n li a0, 0\n ret\n';
  writeFileSync(program, `.globl main\nmain: li s0, ${calls}\n${loop}`);
  await client.begin({ launch: { program }, filters: ['processExit'] });
  await client.stopped();
  await client.go('continue');
  const parts: string[] = [];
  let start: number | undefined;
  do {
    const part: PerfettoBody = await client.request('trapframe/perfettoTrace', { start });
    parts.push(part.text);
    start = part.next;
  } while (start !== undefined);
  assert.ok(parts.length > 1);
  const { traceEvents } = JSON.parse(parts.join('')) as {
    traceEvents: { ph: string; name: string; dur?: number }[];
  };
  assert.equal(traceEvents.filter(({ ph, name }) => ph === 'i' && name === 'trap').length, calls + 1);
  const { instruction } = await client.request<MachineBody>('trapframe/machine');
  assert.equal(
    traceEvents.reduce((sum, { dur = 0 }) => sum + dur, 0),
    instruction,
  );
});

test('pages of the protocol: the newest up to an instant, the oldest from one on', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['processExit'] });
  await client.stopped();
  await client.go('continue');
  const { rows } = await client.request<ProtocolBody>('trapframe/protocol');
  const { at } = rows[10];
  const before = await client.request<ProtocolBody>('trapframe/protocol', { to: at, limit: 4 });
  const upTo = rows.filter((row) => row.at <= at);
  assert.deepEqual(before, { rows: upTo.slice(-4), truncated: true });
  const after = await client.request<ProtocolBody>('trapframe/protocol', {
    from: at,
    limit: 4,
    oldest: true,
  });
  assert.deepEqual(after, { rows: rows.filter((row) => row.at >= at).slice(0, 4), truncated: true });
  assert.equal(
    await client.refusal('trapframe/protocol', { limit: 0 }),
    'limit must be a whole number from 1 up, not 0',
  );
});

test('the trace for Perfetto is that of the command line', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['processExit'] });
  await client.stopped();
  await client.go('continue');
  const { text, next } = await client.request<PerfettoBody>('trapframe/perfettoTrace');
  assert.equal(next, undefined);
  const { traceEvents } = JSON.parse(text) as { traceEvents: { ph: string; name: string }[] };
  assert.equal(traceEvents.filter(({ ph, name }) => ph === 'i' && name === 'trap').length, 4);
});

test('questions about what has happened: found, counted, refused, and led to', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['processExit'] });
  await client.stopped();
  await client.go('continue');
  const ask = (args: object) => client.request<EventsBody>('trapframe/events', args);
  const writes = await ask({ where: 'kind == trap && pid == 1 && call == write' });
  assert.ok(writes.count > 1 && writes.events.length === writes.count && writes.since === 0);
  assert.ok(writes.events.every(({ kind, fact }) => kind === 'trap' && fact.call === 'write'));
  const all = await ask({});
  const { events } = await client.request<TimelineBody>('trapframe/timeline');
  assert.deepEqual(
    all.events.map(({ at, kind }) => [at, kind]),
    events.map(({ at, kind }) => [at, kind]),
  );
  const few = await ask({ limit: 2 });
  assert.deepEqual([few.events.length, few.count, few.more], [2, all.count, all.events[2].at]);
  const late = await ask({ where: 'kind == return && steps > 0', from: writes.events[1].at });
  assert.equal(late.events[0].steps, late.events[0].at - writes.events[1].at);

  const { groups, events: none } = await ask({
    where: 'kind == return && call == write',
    groupBy: ['pid', 'call'],
    sum: ['steps'],
  });
  assert.deepEqual(none, []);
  const ends = await ask({ where: 'kind == return && call == write' });
  assert.deepEqual(groups, [
    {
      pid: 1,
      call: 'write',
      steps: ends.events.reduce((sum, { steps }) => sum + steps!, 0),
      count: ends.count,
      first: ends.events[0].at,
      last: ends.events.at(-1)!.at,
    },
  ]);
  const many = await ask({ groupBy: ['at'], limit: 3 });
  assert.ok(many.groups!.length === 3 && many.groupCount! > 3);

  const refusal = (args: object): Promise<string> => client.refusal('trapframe/events', args);
  assert.match(await refusal({ where: 'call == wrte' }), /did you mean write\?/);
  assert.match(await refusal({ groupBy: ['pids'] }), /no field "pids"/);
  assert.match(await refusal({ where: 3 }), /where/);

  // A row leads to its instant.
  await client.go('trapframe/seek', { instruction: writes.events[0].at });
  const { instruction } = await client.request<MachineBody>('trapframe/machine');
  assert.equal(instruction, writes.events[0].at);
});
