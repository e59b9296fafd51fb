import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostPace } from '../../src/dap/pace';
import { Debugger } from '../../src/debug/debugger';
import type { DataPlace } from '../../src/debug/breakpoints/data/place';
import { compile } from '../../src/debug/expressions/evaluate';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import { threadOn } from '../../src/debug/threads';
import { nodeHost } from '../../src/host/node-host';

interface StepCosts {
  readonly median: number;
  /** 99 of 100 are below. */
  readonly nearlyAll: number;
}

/** What going back costs at the end of a run of so many instructions, in milliseconds of CPU time. */
export interface TimeTravelCosts {
  readonly steps: number;
  readonly stepBack: Readonly<Record<'instruction' | 'line', StepCosts>>;
  /** To a system call, and to a write, a hundred million steps away: times the cost of running them forward, recorded. */
  readonly reverseContinue: number;
  readonly lastWrite: number;
  /** Bytes that the checkpoints take. */
  readonly bytes: number;
}

/** Calls functions, reads and writes some pages, and makes a system call now and then. */
const ORDINARY = `
        .globl main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        la      s0, table
        li      s1, 0
again:  mv      a0, s1
        call    mix
        andi    t0, a0, 2047
        slli    t0, t0, 3
        add     t0, t0, s0
        ld      t1, 0(t0)
        add     t1, t1, a0
        sd      t1, 0(t0)
        addi    s1, s1, 1
        slli    t0, s1, 44
        bnez    t0, again
        la      t0, rare
        sd      s1, 0(t0)
        li      a7, SYS_getpid
        ecall
        j       again
mix:    addi    sp, sp, -16
        sd      s2, 0(sp)
        li      s2, 8
1:      slli    t0, a0, 7
        xor     a0, a0, t0
        srli    t0, a0, 9
        xor     a0, a0, t0
        addi    s2, s2, -1
        bnez    s2, 1b
        ld      s2, 0(sp)
        addi    sp, sp, 16
        ret
        .bss
        .balign 4096
table:  .zero   16384
rare:   .zero   4096
`;
/** Writes to every page of 16 MB, again and again. */
const SWEEPING = `
        .globl main
main:   li      a0, 16 << 20
        li      a7, SYS_sbrk
        ecall
        mv      s0, a0
        li      s3, 16 << 20
again:  mv      t0, s0
        add     t1, s0, s3
        addi    s1, s1, 1
1:      sd      s1, 0(t0)
        addi    t0, t0, 512
        bltu    t0, t1, 1b
        j       again
`;

function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const before = cpuNow();
  await action();
  return cpuNow() - before;
}

const rank = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

async function launched(root: string, text: string, count: number): Promise<Debugger> {
  const folder = mkdtempSync(join(tmpdir(), 'trapframe-time-'));
  try {
    const program = join(folder, 'program.s');
    writeFileSync(program, text);
    const request = readLaunchConfiguration({ programs: Array.from({ length: count }, () => program) });
    const booted = await boot(request, nodeHost(join(root, 'dist')));
    const pace = new HostPace(
      () => new Promise(setImmediate),
      () => {},
    );
    return new Debugger(booted, { pace, sourceRoot: root });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The command is over when the machine stands. */
const stands = (target: Debugger, action: () => void): Promise<void> =>
  new Promise((resolve) => {
    const listening = [target.stopped, target.ended].map((one: { on(f: () => void): () => void }) =>
      one.on(() => {
        for (const stop of listening) stop();
        resolve();
      }),
    );
    action();
  });

const ROUNDS = 200;
const FAR = 100_000_000;

/** @param steps of the run, at the end of which one goes back */
export async function timeTravelCosts(root: string, steps: number): Promise<TimeTravelCosts> {
  const target = await launched(root, ORDINARY, 2);
  const { time, system } = target;
  const seek = (instant: number): Promise<void> => stands(target, () => time.seek(instant));
  await stands(target, () => target.start('main'));
  const pid = system.runningPid(system.machine.current);
  await seek(steps - FAR);
  const forward = await timed(() => seek(steps));

  const stepBack = async (granularity: 'instruction' | 'line'): Promise<StepCosts> => {
    await seek(steps);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const thread = threadOn(system, system.machine.current);
      times.push(await timed(() => stands(target, () => time.stepBack(thread, granularity))));
    }
    return { median: rank(times, 0.5), nearlyAll: rank(times, 0.99) };
  };
  const [byInstruction, byLine] = [await stepBack('instruction'), await stepBack('line')];

  // The program writes, and makes a system call, a little less often than that.
  const rare: DataPlace = { kind: 'memory', pid, at: 'rare', length: 8 };
  await seek(steps);
  const { instruction: written } = await time.lastWrite(rare);
  await seek(written + FAR);
  const lastWrite = await timed(async () => expect((await time.lastWrite(rare)).instruction, written));
  target.setFilters([{ id: 'syscall', condition: compile(`pid == ${pid}`) }]);
  const reverseContinue = await timed(() => stands(target, () => time.reverseContinue()));
  expect(Math.round((system.machine.instant - written) / 100), 0);
  return {
    steps,
    stepBack: { instruction: byInstruction, line: byLine },
    reverseContinue: reverseContinue / forward,
    lastWrite: lastWrite / forward,
    bytes: time.recorder.checkpoints.bytes,
  };
}

/** What recording makes of the CPU time of a run, with alternate pieces of it recorded and not; and the bytes that it takes. */
export async function recordingCosts(
  root: string,
  workload: 'ordinary' | 'sweeping',
): Promise<{ readonly times: number; readonly bytes: number }> {
  const target = await launched(root, workload === 'ordinary' ? ORDINARY : SWEEPING, 2);
  const { time, system } = target;
  const { recorder } = time;
  await stands(target, () => target.start('main'));
  await stands(target, () => time.seek(WARM_UP));
  const due = recorder.dueAfter.bind(recorder);
  const spent = { recorded: 0, plain: 0 };
  for (let piece = 0; piece < 2 * PIECES; piece++) {
    const isRecorded = piece % 2 === 1;
    recorder.dueAfter = isRecorded ? due : () => Infinity;
    // It asks when the next one is due.
    recorder.follow(recorder.checkpoints, recorder.end);
    const until = system.machine.instant + PIECE;
    spent[isRecorded ? 'recorded' : 'plain'] += await timed(() => stands(target, () => time.seek(until)));
  }
  return { times: spent.recorded / spent.plain, bytes: recorder.checkpoints.bytes };
}

const WARM_UP = 200_000_000;
const PIECE = 50_000_000;
const PIECES = 8;

function expect(value: number, wanted: number): void {
  if (value !== wanted) throw new Error(`it came to ${value} instead of ${wanted}`);
}
