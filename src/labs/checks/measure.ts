import { messageOf, UserError } from '../../base/errors';
import { hex } from '../../base/integers';
import type { TimelineEvent } from '../../debug/events/event';
import { cellOf, fieldCalled, type FieldName } from '../../debug/events/query/fields';
import { Query } from '../../debug/events/query/query';
import { compile } from '../../debug/expressions/evaluate';
import { numberOf } from '../../debug/values/value';
import type { Measure } from '../format/measure-shape';
import { environmentFor, processNamed } from './environment';
import type { RunEnded, Scene } from './watch';

/** What a run has; `problem`: it has none, and why. */
export type Measured = { readonly value: bigint | string } | { readonly problem: string };

/** Looks at one run for what a question asks about it. */
export interface Measuring {
  event(event: TimelineEvent): void;
  /** @param end the run is over */
  result(end: RunEnded): Measured;
}

const none: Measured = { problem: 'it never happens in this run' };

/** @param scene of the run that is meant */
export function measuring(measure: Measure, scene: Scene): Measuring {
  const { is, count, field, of } = measure;
  if (is !== undefined)
    return {
      event: () => {},
      result: () => ({ value: typeof is === 'number' ? BigInt(Math.trunc(is)) : is }),
    };
  if (count !== undefined) return counting(count, scene);
  if (of !== undefined)
    return {
      event: () => {},
      result: ({ at, outcome }) => ({ value: BigInt(of === 'status' ? outcome.status : at) }),
    };
  if (field !== undefined)
    return atEvent(measure, scene, (event, look) => fieldOf(field as FieldName, event, look));
  return atEvent(measure, scene, (event) => evaluated(measure, scene, event?.cpu));
}

function counting(where: string, { calls }: Scene): Measuring {
  const query = new Query(where, calls);
  let found = 0n;
  return {
    event: (event) => {
      if (query.add(event)) found++;
    },
    result: () => ({ value: found }),
  };
}

type Look = NonNullable<ReturnType<Query['add']>>;

function atEvent(
  { where, nth = 1 }: Measure,
  { calls }: Scene,
  read: (event: TimelineEvent | undefined, look: Look | undefined) => Measured,
): Measuring {
  if (where === undefined) return { event: () => {}, result: () => read(undefined, undefined) };
  const query = new Query(where, calls);
  let count = 0;
  let found = none;
  return {
    event(event) {
      const look = query.add(event);
      if (look && ++count === nth) found = read(event, look);
    },
    result: () => found,
  };
}

function fieldOf(name: FieldName, event: TimelineEvent | undefined, look: Look | undefined): Measured {
  const content = event && look && fieldCalled(name).of(event, look);
  if (content === undefined) return { problem: `the event has no ${name}` };
  return { value: typeof content === 'bigint' ? content : String(cellOf(name, content)) };
}

function evaluated(
  { value, walk, want = 'physical', process }: Measure,
  { system }: Scene,
  cpu: number | undefined,
): Measured {
  try {
    const environment = environmentFor(system, process, cpu);
    const number = BigInt.asUintN(64, numberOf(compile((value ?? walk)!).evaluate(environment)));
    if (walk === undefined) return { value: number };
    const { steps, physical } = system.machine.walk(processNamed(system, process!).satp, number);
    const found =
      want === 'physical' ? physical : steps.find(({ level }) => level === Number(want.slice(5)))?.entry;
    if (found === undefined) return { problem: `the walk for ${hex(number)} has no ${want}` };
    return { value: BigInt(found) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problem: messageOf(error).replaceAll('\n', ' ') };
  }
}
