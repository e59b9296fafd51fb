// Random walks in time, beside a straight run of the same machine: wherever a walk comes to, the machine, its threads, stacks and
// processes are what the straight run has there; and forward again the run ends as it did. TRAPFRAME_WALKS: moves of each walk.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Interrupt } from '../../src/isa/causes';
import type { Debugger } from '../../src/debug/debugger';
import { csrPlace } from '../../src/debug/breakpoints/data/place';
import type { Stop } from '../../src/debug/run/stop';
import type { Granularity, StepKind } from '../../src/debug/run/stepping';
import { REVERSE_DESTINATIONS } from '../../src/debug/time/time-travel';
import { nameOfThread, threadOn, threads, type Thread } from '../../src/debug/threads';
import { stackOf } from '../../src/debug/unwind/stacks';
import type { FilterId } from '../../src/debug/traps/filters';
import type { ProgramName } from '../dap/programs';
import { laboratory, randomNumbers, untilStop } from './machine';

const start = laboratory();
const MOVES = Number(process.env['TRAPFRAME_WALKS'] ?? 40);
/** A move that takes longer than this is one that nothing ends. */
const PATIENCE = 3_000_000;
const GRANULARITIES: readonly Granularity[] = ['line', 'statement', 'instruction'];
const KINDS: readonly StepKind[] = ['into', 'over', 'out'];
const FILTERS: readonly FilterId[] = [
  'syscall',
  'timer',
  'trapReturn',
  'contextSwitch',
  'processExit',
  'fault',
];
const BARE: readonly FilterId[] = ['syscall', 'timer', 'fault'];

const tree = join(__dirname, '..', '..', 'kernel', 'user', 'programs', 'tree.c');
interface Workload {
  readonly name: string;
  readonly programs: readonly ProgramName[];
  readonly launch?: object;
  /** How far it goes from the first program on, in steps. */
  readonly steps?: number;
}
const workloads: readonly Workload[] = [
  { name: 'two loopers', programs: ['loop.s', 'loop.s'] },
  { name: 'a tree of forks and execs', programs: ['execs.s', 'count.s'] },
  { name: 'a tree of forks in C', programs: [], launch: { programs: [{ path: tree, args: ['2'] }] } },
  { name: 'a family with a pipe', programs: ['family.s', 'count.s'] },
  {
    name: 'a reader of the console',
    programs: ['echo.s', 'loop.s'],
    launch: { input: { text: 'what is typed\nq' } },
  },
  { name: 'crashes', programs: ['hello.s', 'privileged.s', 'reader.s'] },
  {
    name: 'a disk mix',
    programs: [],
    launch: {
      programs: ['builtin:sh', 'builtin:ls'],
      input: { text: 'echo one > a\ncat a > b\nrm a\nls\nexit\n' },
      diskLatency: 700,
    },
    steps: 1_200_000,
  },
  {
    name: 'a shell on two CPUs',
    programs: [],
    launch: { cpus: 2, programs: ['builtin:sh'], input: { text: 'echo hello | cat &\nwc a\nexit\n' } },
    steps: 1_500_000,
  },
  { name: 'a bare machine of two CPUs', programs: ['two.s'], launch: { kernel: 'none', cpus: 2 } },
];

/** What was crossed backward, over all walks. */
const crossed = { moves: 0, backward: 0, traps: 0, devices: 0, switches: 0 };

/** What there is to be seen at an instant. */
function look({ system }: Debugger) {
  return {
    hash: system.machine.hash(),
    threads: threads(system).map(nameOfThread),
    stacks: threads(system).map((thread) =>
      stackOf(system, thread).map((frame) =>
        frame.kind === 'code' ? `${frame.mode} ${frame.pc}` : frame.label,
      ),
    ),
    processes: system.kernel?.list().processes ?? [],
  };
}

for (const [index, { name, programs, launch, steps = 150_000 }] of workloads.entries()) {
  const seed = 700 + index;
  test(`random walks: ${name} (seed ${seed})`, async () => {
    const random = randomNumbers(seed);
    const options = { timeSlice: 300 + random(1500), ...launch };
    let work = 0;
    const rest = (steps: number) => {
      work += steps;
      if (work > PATIENCE) target.pause();
      return Promise.resolve();
    };
    const target = await start(programs, options, { slice: 5000 + random(50_000), rest });
    work = -Infinity;
    await untilStop(target, () => target.start('main'));
    const first = target.system.machine.instant;
    // As far as it goes, but not for ever.
    await untilStop(target, () => target.time.seek(first + steps));
    const { end } = target.time;
    const marks = new Map<number, ReturnType<typeof look>>();
    for (let count = 0; count < MOVES; count++) {
      work = 0;
      const before = target.system.machine.instant;
      const what = await move(
        target,
        random,
        end,
        launch !== undefined && 'kernel' in launch ? BARE : FILTERS,
      );
      const at = target.system.machine.instant;
      crossed.moves++;
      if (at < before) tellCrossed(target, at, before);
      const seen = look(target);
      const known = marks.get(at);
      if (known) assert.deepEqual(seen, known, `move ${count}: ${what} from ${before} to ${at}`);
      marks.set(at, seen);
    }
    target.setFilters([]);
    await untilStop(target, () => target.time.seek(Math.max(end, target.time.end)));
    marks.set(target.system.machine.instant, look(target));
    const straight = await start(programs, options);
    for (const at of [...marks.keys()].sort((a, b) => a - b)) {
      await untilStop(straight, () => straight.time.seek(at));
      assert.deepEqual(look(straight), marks.get(at), `the straight run at ${at}`);
    }
  });
}

after(() => {
  const { moves, backward, traps, devices, switches } = crossed;
  console.log(
    `${moves} moves, ${backward} of them backward over ${traps} traps, ${devices} of them of devices, and ${switches} context switches`,
  );
  assert.ok(backward > moves / 4 && traps > 100 && devices > 20 && switches > 20);
});

function tellCrossed(target: Debugger, from: number, to: number): void {
  crossed.backward++;
  for (const { kind, cause } of target.history.between(from, to)) {
    if (kind === 'interrupt' && cause === Interrupt.supervisorExternal) crossed.devices++;
    if (kind === 'trap' || kind === 'exception' || kind === 'interrupt') crossed.traps++;
    else if (kind === 'switch') crossed.switches++;
  }
}

/** One move of the walk; what it was, in words. */
async function move(
  target: Debugger,
  random: (below: number) => number,
  end: number,
  filters: readonly FilterId[],
): Promise<string> {
  const { system, time } = target;
  const all = threads(system);
  const alive = all.filter(({ process }) => process?.state !== 'zombie');
  const current = threadOn(system, system.hart(target.stop?.cpu ?? 0));
  const thread: Thread = random(8) === 0 ? all[random(all.length)] : current;
  const granularity = GRANULARITIES[random(3)];
  const go = (action: () => void): Promise<Stop | undefined> => untilStop(target, action);
  switch (random(9)) {
    case 0: {
      const kind = KINDS[random(3)];
      await go(() => target.step(alive.includes(thread) ? thread : alive[0], kind, granularity));
      return `${kind} by ${granularity}`;
    }
    case 1:
    case 2:
      await go(() => time.stepBack(thread, granularity));
      return `back by ${granularity}`;
    case 3: {
      const to = REVERSE_DESTINATIONS[random(REVERSE_DESTINATIONS.length)];
      try {
        time.checkReverse(thread, to);
      } catch {
        return 'nothing';
      }
      await go(() => time.reverse(thread, to, granularity));
      return `reverse ${to}`;
    }
    case 4:
      target.setFilters([{ id: filters[random(filters.length)] }]);
      await go(() => target.continue());
      return 'continue';
    case 5:
      target.setFilters([{ id: filters[random(filters.length)] }]);
      await go(() => time.reverseContinue());
      return 'reverse continue';
    case 6: {
      const place = csrPlace(['scause', 'sepc', 'mcause'][random(3)], random(system.machine.harts.length));
      const write = await time.lastWrite(place).catch(() => undefined);
      if (!write) return 'a search that was given up';
      await go(() => time.toWrite(write));
      return `last write, by ${write.by}`;
    }
    default: {
      const at =
        random(3) === 0
          ? random(end)
          : Math.max(0, Math.min(end, system.machine.instant + random(4000) - 2000));
      await go(() => time.seek(at));
      return 'seek';
    }
  }
}
