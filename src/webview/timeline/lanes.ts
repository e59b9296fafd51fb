import type { SpanBody, TimelineBody } from '../../protocol/requests';

/** A row of the timeline: a CPU with all that it does, or a process wherever it runs. */
export interface Lane {
  readonly id: string;
  readonly label: string;
  has(thing: { readonly cpu: number; readonly pid: number | null }): boolean;
}

/** The CPUs, then the processes in the order of their pids. */
export function lanesOf({ spans = [], marks = [], names }: TimelineBody): Lane[] {
  const cpus = new Set([...spans, ...marks].map(({ cpu }) => cpu));
  const pids = new Set([
    ...names.map(({ pid }) => pid),
    ...spans.flatMap(({ pid }) => (pid === null ? [] : [pid])),
  ]);
  const nameOf = new Map(names.map(({ pid, name }) => [pid, name]));
  const ascending = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => a - b);
  return [
    ...ascending(cpus).map((cpu) => ({
      id: `cpu ${cpu}`,
      label: `CPU ${cpu}`,
      has: (thing: { readonly cpu: number }) => thing.cpu === cpu,
    })),
    ...ascending(pids).map((pid) => ({
      id: `pid ${pid}`,
      label: `${pid} ${nameOf.get(pid) ?? ''}`.trim(),
      has: (thing: { readonly pid: number | null }) => thing.pid === pid,
    })),
  ];
}

/** User mode is drawn above kernel mode: a trap goes down, a return comes up. */
export const levelOf = ({ mode }: Pick<SpanBody, 'mode'>): 'user' | 'kernel' =>
  mode === 'user' ? 'user' : 'kernel';
