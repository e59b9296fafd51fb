// Random steps, beside a straight run of the same machine: no step loses its process, ends where the straight run says that it
// cannot, or passes a place where it should have ended. TRAPFRAME_STEPS: how many for each workload.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Debugger } from '../../src/debug/debugger';
import type { Stop } from '../../src/debug/run/stop';
import type { Granularity, StepKind } from '../../src/debug/run/stepping';
import { modeOfThread, nameOfThread, threadOn, threads, type Thread } from '../../src/debug/threads';
import { stackOf } from '../../src/debug/unwind/stacks';
import type { ProgramName } from '../dap/programs';
import { laboratory, randomNumbers, untilStop } from './machine';
import { StepRecord, type Moment } from './step-record';

const start = laboratory();
const STEPS = Number(process.env['TRAPFRAME_STEPS'] ?? 60);
const KINDS: readonly StepKind[] = ['into', 'over', 'out'];
const GRANULARITIES: readonly Granularity[] = ['line', 'statement', 'instruction'];
/** A step that takes longer than this is one that nothing ends: out of a loop. */
const PATIENCE = 40_000;

const tree = join(__dirname, '..', '..', 'kernel', 'user', 'programs', 'tree.c');
interface Workload {
  readonly name: string;
  readonly programs: readonly ProgramName[];
  readonly launch?: object;
  /** Its boot takes long: it is tried once. */
  readonly isLong?: true;
}
const workloads: readonly Workload[] = [
  { name: 'two loopers', programs: ['loop.s', 'loop.s'] },
  { name: 'sleepers and loopers', programs: ['naps.s', 'count.s', 'naps.s', 'loop.s'] },
  {
    name: 'a reader of the console',
    programs: ['echo.s', 'loop.s'],
    launch: { input: { text: 'what is typed\nq' } },
  },
  { name: 'a family with a pipe', programs: ['family.s', 'count.s', 'loop.s'] },
  { name: 'a tree of forks and execs', programs: ['execs.s', 'count.s', 'loop.s'] },
  { name: 'a tree of forks in C', programs: [], launch: { programs: [{ path: tree, args: ['2'] }] } },
  { name: 'crashes', programs: ['hello.s', 'privileged.s', 'reader.s', 'count.s'] },
  { name: 'two loopers on two CPUs', programs: ['loop.s', 'loop.s'], launch: { cpus: 2 } },
  {
    name: 'a family, sleepers and loopers on four CPUs',
    programs: ['family.s', 'naps.s', 'count.s', 'loop.s'],
    launch: { cpus: 4 },
  },
  {
    name: 'the shell',
    programs: [],
    launch: {
      programs: ['builtin:sh'],
      input: { text: 'echo one | wc > n; cat n &\nwait; mkdir d; cd d; echo x > f; ls; rm f\n' },
      diskLatency: 700,
    },
    isLong: true,
  },
  {
    name: 'a disk mix on two CPUs',
    programs: [],
    launch: { programs: ['builtin:iomix', 'builtin:iomix'], diskLatency: 2000, cpus: 2 },
    isLong: true,
  },
  { name: 'a bare machine', programs: ['two.s'], launch: { kernel: 'none' } },
  { name: 'a bare machine of two CPUs', programs: ['two.s'], launch: { kernel: 'none', cpus: 2 } },
];

/** From which mode to which steps went, and what they crossed, over all of them. */
const crossed = { modes: new Set<string>(), traps: 0, switches: 0, steps: 0 };

for (const [index, { name, programs, launch, isLong }] of workloads.entries()) {
  for (const seed of isLong ? [100 + index] : [100 + index, 200 + index]) {
    test(`random steps: ${name} (seed ${seed})`, async () => {
      const random = randomNumbers(seed);
      const options = { timeSlice: 300 + random(1500), ...launch };
      let work = 0;
      const rest = (steps: number) => {
        work += steps;
        if (work > PATIENCE) target.pause();
        return Promise.resolve();
      };
      const target = await start(programs, options, { slice: 1000, rest });
      work = -Infinity;
      let stop = await untilStop(target, () => target.start('main'));
      const straight = await start(programs, options);
      straight.system.machine.run(target.system.machine.instant);
      const record = new StepRecord(straight.system);
      for (let count = 0; stop && count < STEPS; count++) {
        work = 0;
        stop = await oneStep(target, record, stop, random, `step ${count}`);
      }
    });
  }
}

after(() => {
  const { modes, steps, traps, switches } = crossed;
  console.log(`${steps} steps crossed ${traps} traps and ${switches} context switches`);
  for (const one of ['user to kernel', 'kernel to user', 'user to user', 'kernel to kernel'])
    assert.ok(modes.has(one), one);
  assert.ok(steps > 800 && traps > steps / 4 && switches > steps / 20);
});

async function oneStep(
  target: Debugger,
  record: StepRecord,
  stop: Stop,
  random: (below: number) => number,
  label: string,
): Promise<Stop | undefined> {
  const { system } = target;
  const { machine } = system;
  let thread: Thread = threadOn(system, system.hart(stop.cpu));
  const alive = threads(system).filter((one) => one.process?.state !== 'zombie');
  if (random(15) === 0) thread = alive[random(alive.length)];
  const kind = KINDS[random(random(3) > 0 ? 2 : 3)];
  const granularity = GRANULARITIES[random(3)];
  const mode = modeOfThread(thread);
  const before = machine.instant;
  const pid = thread.process?.pid ?? 0;
  const cpu = thread.hart?.id ?? 0;
  const trapsBefore = target.history.total;
  const next = await untilStop(target, () => target.step(thread, kind, granularity));
  const now = next && threadOn(system, system.hart(next.cpu));
  const end = machine.instant;
  const what = `${label}: ${nameOfThread(thread)}, ${kind} by ${granularity}, from ${before} to ${end}: ${now ? nameOfThread(now) : 'the end'}, ${next?.description}`;

  // What was crossed is what the straight run crossed, and the machine is where that is.
  if (next) {
    const taken = [...target.history.numbered(trapsBefore, target.history.total)].filter(({ kind: event }) =>
      ['trap', 'exception', 'interrupt'].includes(event),
    ).length;
    assert.equal(taken, record.traps(before, end), what);
    crossed.traps += taken;
    crossed.switches += record.contextSwitches(before, end);
    if (random(20) === 0) assert.equal(machine.hash(), record.hashAt(end), what);
  }
  crossed.steps++;
  if (!next || !now) return undefined;
  crossed.modes.add(`${mode} to ${modeOfThread(now)}`);
  assert.ok(end > before, what);
  assert.ok(stackOf(system, now).length > 0, what);
  const hasEnded = / ended during the step$/.test(next.description);
  if (hasEnded) {
    assert.notEqual(system.kernel?.at(thread.process!.address)?.state ?? 'zombie', 'running', what);
    return next;
  }
  // The kernel tells of a process that it kills, or that ends, on the way.
  if (next.why.kind !== 'step') return next;
  // Into the switch of stacks goes with the CPU; over it, with the process.
  const mayLeave = kind === 'into' && mode !== 'user';
  if (pid > 0 && !mayLeave) assert.equal(now.id, thread.id, what);
  if (mode === 'user' && thread.hart)
    judge(target, record, { pid, cpu, kind, granularity, before, end, what });
  return next;
}

interface Step {
  /** 0: a CPU of a bare machine. */
  readonly pid: number;
  readonly cpu: number;
  readonly kind: StepKind;
  readonly granularity: Granularity;
  readonly before: number;
  readonly end: number;
  readonly what: string;
}

/** Whether a moment is one of the thread's own program. */
const isOwn = (moment: Moment, { pid, cpu }: Pick<Step, 'pid' | 'cpu'>): boolean =>
  moment.mode === 'user' && moment.pid === pid && (pid > 0 || moment.cpu === cpu);

/** Compares a step that began in a program with what the straight run says. */
function judge(target: Debugger, record: StepRecord, step: Step): void {
  const { pid, kind, granularity, before, end, what } = step;
  if (granularity === 'instruction' && kind !== 'out') return byInstruction(record, step);
  const name = programName(target, pid);
  const image = target.system.programs.find((one) => pid === 0 || one.name === name);
  const here = firstOwn(record, step);
  const lineOf = (pc: bigint) => image?.lineAt(pc);
  const from = here && lineOf(here.pc);
  // Another program, or a child that comes from nowhere: nothing can be said of its depth.
  if (!image || !from || !here || hasCalled(record, step)) return;
  const isElsewhere = (pc: bigint): boolean => {
    const line = lineOf(pc);
    if (!line?.isStatement || line.low !== pc) return false;
    return line.line !== from.line || line.file !== from.file;
  };
  for (let at = before + 1; at < end; at++) {
    const moment = record.at(at);
    if (!isOwn(moment, step) || moment === here) continue;
    // Where an interrupt came it is the same place, only later.
    if (moment.trap && moment.pc === here.pc) continue;
    const passed =
      kind === 'out' ? moment.depth < here.depth : moment.depth <= here.depth && isElsewhere(moment.pc);
    assert.ok(!passed, `${what}: it passed 0x${moment.pc.toString(16)} at ${at}`);
  }
  const there = record.at(end);
  if (!isOwn(there, step)) return;
  if (kind === 'out') assert.ok(there.depth < here.depth, what);
  if (kind === 'over') assert.ok(there.depth <= here.depth, what);
}

/** An instruction is really executed; over it, also the function that it calls, or what the kernel does for it. */
function byInstruction(record: StepRecord, step: Step): void {
  const { pid, cpu, kind, before, end, what } = step;
  let executed: Moment | undefined;
  for (let at = before; at < end; at++) {
    const moment = record.at(at);
    const { trap, returnedTo } = moment;
    if (executed?.trap) {
      if (returnedTo === pid && (pid > 0 || moment.cpu === cpu)) return assert.equal(end, at + 1, what);
    } else if (executed) {
      // Where a call returns is the first place that is no deeper.
      assert.ok(!isOwn(moment, step) || moment.depth > executed.depth, `${what}: it was back at ${at}`);
    } else if (isOwn(moment, step)) {
      if (kind === 'into' && trap && !trap.interrupt) return assert.equal(end, at + 1, what);
      // What was interrupted, or mended, is still to be executed.
      const isExecuted = !trap || (!trap.interrupt && [3, 8].includes(trap.cause));
      if (!isExecuted) continue;
      if (!trap && (kind === 'into' || !moment.isCall)) return assert.equal(end, at + 1, what);
      executed = moment;
    }
  }
  assert.ok(executed && !executed.trap, `${what}: the instruction was not executed`);
  const there = record.at(end);
  assert.ok(isOwn(there, step) && there.depth <= executed.depth, what);
}

const programName = (target: Debugger, pid: number): string | undefined =>
  target.system.kernel?.list().processes.find((one) => one.pid === pid)?.name;

/** The program's first step of those that a debugger's step is. */
function firstOwn(record: StepRecord, step: Step): Moment | undefined {
  for (let at = step.before; at < step.end; at++) if (isOwn(record.at(at), step)) return record.at(at);
  return undefined;
}

/** Whether the process made a system call: it may be another program now. */
function hasCalled(record: StepRecord, step: Step): boolean {
  if (step.pid === 0) return false;
  for (let at = step.before; at < step.end; at++) {
    const moment = record.at(at);
    if (isOwn(moment, step) && moment.trap?.cause === 8 && !moment.trap.interrupt) return true;
  }
  return false;
}
