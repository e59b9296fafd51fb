import type { Job, Times } from './workload';

/** A job under way. `index` is its place in the workload. */
export interface Running {
  readonly index: number;
  readonly job: Job;
  ran: number;
  /** Ticks left until it waits or ends. */
  burst: number;
}

/** A policy as the textbook has it. Ready jobs come by `add`, in the order in which they become ready. */
export interface Policy {
  add(job: Running, preempted: boolean): void;
  pick(): Running | undefined;
  /** After each whole tick of a job that goes on: must it give up the CPU? */
  expired(job: Running): boolean;
  /** At the beginning of each tick. */
  begin?(tick: number, running: Running | undefined): void;
}

/** One CPU, tick by tick: who arrives or wakes at a tick queues before the job that is preempted at it. */
export function simulate(jobs: readonly Job[], policy: Policy): Times[] {
  const burstOf = (job: Job, ran: number): number => Math.min(job.io?.every ?? job.run, job.run - ran);
  const waiting = new Map<Running, number>(
    jobs.map((job, index) => [{ index, job, ran: 0, burst: burstOf(job, 0) }, job.arrival]),
  );
  const first = new Map<number, number>();
  const end = new Map<number, number>();
  const ioTime = new Map<number, number>();
  let running: Running | undefined;
  for (let tick = 0; end.size < jobs.length; tick++) {
    policy.begin?.(tick, running);
    for (const [one] of [...waiting].filter(([, at]) => at === tick)) {
      waiting.delete(one);
      policy.add(one, false);
    }
    if (running && policy.expired(running)) {
      policy.add(running, true);
      running = undefined;
    }
    running ??= policy.pick();
    if (!running) continue;
    const { index, job } = running;
    if (!first.has(index)) first.set(index, tick);
    running.ran++;
    if (--running.burst > 0) continue;
    if (running.ran === job.run) end.set(index, tick + 1);
    else {
      running.burst = burstOf(job, running.ran);
      ioTime.set(index, (ioTime.get(index) ?? 0) + job.io!.length);
      insertInOrder(waiting, running, tick + 1 + job.io!.length);
    }
    running = undefined;
  }
  return jobs.map((job, index) => {
    const turnaround = end.get(index)! - job.arrival;
    return {
      response: first.get(index)! - job.arrival,
      turnaround,
      waiting: turnaround - job.run - (ioTime.get(index) ?? 0),
    };
  });
}

/** Jobs that become ready at the same tick do so in the order of the workload. */
function insertInOrder(waiting: Map<Running, number>, job: Running, at: number): void {
  const all = [...waiting, [job, at] as const].sort(([a], [b]) => a.index - b.index);
  waiting.clear();
  for (const [one, when] of all) waiting.set(one, when);
}

/** First come, first served; with a quantum, round robin. */
export function inTurn(quantum = Infinity): Policy {
  const queue: Running[] = [];
  let used = 0;
  return {
    add: (job) => queue.push(job),
    pick() {
      used = 0;
      return queue.shift();
    },
    expired() {
      if (++used < quantum) return false;
      used = 0;
      return queue.length > 0;
    },
  };
}

/** The job with the smallest key, then the first of the workload; looked at again at every tick if `preemptive`. */
export function leastFirst(key: (job: Running) => number, preemptive: boolean): Policy {
  const ready: Running[] = [];
  const order = (a: Running, b: Running): number => key(a) - key(b) || a.index - b.index;
  return {
    add: (job) => ready.push(job),
    pick: () => ready.sort(order).shift(),
    expired: (job) => preemptive && ready.some((other) => order(other, job) < 0),
  };
}

/** Multi-level feedback queues by the five rules. */
export function feedback(levels: number, quantum: number, allotment: number, boost: number): Policy {
  const queues: Running[][] = Array.from({ length: levels }, () => []);
  const state = new Map<Running, { level: number; allotted: number; turn: number }>();
  const of = (job: Running) => {
    if (!state.has(job)) state.set(job, { level: 0, allotted: job.ran, turn: 0 });
    return state.get(job)!;
  };
  const somebody = (level: number): boolean => queues.slice(0, level + 1).some((queue) => queue.length > 0);
  let interrupted: Running | undefined;
  const moveDown = (job: Running): boolean => {
    const its = of(job);
    if (job.ran - its.allotted < allotment) return false;
    its.allotted = job.ran;
    if (its.level === levels - 1) return false;
    its.level++;
    return true;
  };
  return {
    begin(tick) {
      if (boost === 0 || tick === 0 || tick % boost !== 0) return;
      queues[0] = queues.flat();
      for (let level = 1; level < levels; level++) queues[level] = [];
      for (const [job, its] of state) Object.assign(its, { level: 0, allotted: job.ran });
    },
    add(job) {
      moveDown(job);
      const its = of(job);
      if (interrupted === job) queues[its.level].unshift(job);
      else {
        its.turn = 0;
        queues[its.level].push(job);
      }
      interrupted = undefined;
    },
    pick: () => queues.find((queue) => queue.length > 0)?.shift(),
    expired(job) {
      const moved = moveDown(job);
      const its = of(job);
      if (++its.turn >= quantum || moved) {
        its.turn = 0;
        return somebody(its.level);
      }
      if (its.level === 0 || !somebody(its.level - 1)) return false;
      interrupted = job;
      return true;
    },
  };
}

/** Stride scheduling: who has used the least, measured by its tickets, is next, for a quantum; newcomers begin where the last winner was. */
export function strides(quantum = 1): Policy {
  const ready: Running[] = [];
  const position = new Map<Running, number>();
  const counted = new Map<Running, number>();
  let farthest = 0;
  let used = 0;
  const at = (job: Running): number => position.get(job) ?? 0;
  return {
    add(job) {
      const stride = Math.floor(10_000_000 / (job.job.tickets ?? 1));
      const moved = at(job) + (job.ran - (counted.get(job) ?? 0)) * stride;
      counted.set(job, job.ran);
      position.set(job, Math.max(moved, farthest));
      ready.push(job);
    },
    pick() {
      used = 0;
      const next = ready.sort((a, b) => at(a) - at(b) || a.index - b.index).shift();
      if (next) farthest = at(next);
      return next;
    },
    expired() {
      if (++used < quantum) return false;
      used = 0;
      return ready.length > 0;
    },
  };
}
