import { compile, type Environment } from '../expressions/evaluate';
import type { PolicyDescription, SchedulerDescription } from '../kernels/description';
import type { Kernel } from '../kernels/kernel';
import { environmentOf } from '../names/environment';
import type { System } from '../system';
import { FrameRegisters } from '../unwind/frame-registers';
import { show } from '../values/format';
import { isTrue, numberOf, signed, type Value } from '../values/value';

/** A process that is ready, and what the policy knows of it. */
export interface Queued {
  readonly pid: number;
  readonly name: string;
  /** By the names that the description has for them; without those that are not known. */
  readonly values: readonly { readonly name: string; readonly value: string }[];
  /** The policy would choose it, were it asked now. */
  readonly isNext: boolean;
}

/** The processes that are ready, as the kernel's scheduling policy holds them. */
export interface ReadyQueue {
  readonly policy: string;
  /** One, or one for each level of the policy, the first to be served before. */
  readonly levels: readonly (readonly Queued[])[];
  readonly hasLevels: boolean;
  readonly order: PolicyDescription['order'];
}

/** More is a damaged list, or one that leads in circles. */
const MOST_QUEUED = 4096;
const MOST_LEVELS = 64;
/** What the description's expressions call the process, and the level, that they are about. */
const [PROCESS, LEVEL] = ['$process', '$level'];
/** Of a policy that the description does not name. */
const ANY = '*';

/**
 * Reads the ready queue from the kernel's memory, by the expressions of its description.
 * @returns undefined when the description says nothing of a scheduler
 * @throws ExpressionError when an expression does not fit the kernel
 */
export function readyQueue(system: System): ReadyQueue | undefined {
  const { kernel } = system;
  const scheduler = kernel?.description.scheduler;
  if (!kernel || !scheduler) return undefined;
  const outside = environmentAt(system, kernel, kernel.image.entry);
  const policy = kernel.space.readText(numberOf(compile(scheduler.policy).evaluate(outside))) ?? '';
  const { policies } = scheduler;
  const description = Object.hasOwn(policies, policy) ? policies[policy] : policies[ANY];
  if (!description) return { policy, levels: [], hasLevels: false, order: undefined };
  // A name of one policy's file may be another one's as well: its own code says which is meant.
  const inside = environmentAt(system, kernel, numberOf(compile(scheduler.code).evaluate(outside)));
  const count =
    description.levels === undefined ? 1n : numberOf(compile(description.levels).evaluate(inside));
  const levels = Array.from({ length: Number(count < MOST_LEVELS ? count : MOST_LEVELS) }, (_, level) =>
    queueOf(kernel, scheduler, description, withNames(inside, { [LEVEL]: signed(level) })),
  );
  return {
    policy,
    levels: markNext(levels, description),
    hasLevels: description.levels !== undefined,
    order: description.order,
  };
}

interface Read extends Omit<Queued, 'isNext'> {
  /** Of the first value: what a policy compares that takes the least. */
  readonly key: bigint;
}

function queueOf(
  kernel: Kernel,
  { next }: SchedulerDescription,
  { first, order, values = [] }: PolicyDescription,
  environment: Environment,
): Read[] {
  const [head, following] = [compile(first), compile(`${PROCESS}->${next}`)];
  const known = values.map((one) => ({
    name: one.name,
    value: compile(one.expression),
    unless: one.unless === undefined ? undefined : compile(one.unless),
  }));
  const found: Read[] = [];
  const seen = new Set<bigint>();
  for (let at = head.evaluate(environment); found.length < MOST_QUEUED;) {
    const address = numberOf(at);
    const process = address === 0n || seen.has(address) ? undefined : kernel.at(address);
    if (!process) break;
    seen.add(address);
    const about = withNames(environment, { [PROCESS]: at });
    const read = known.flatMap(({ name, value, unless }) =>
      unless && isTrue(unless.evaluate(about)) ? [] : [{ name, value: value.evaluate(about) }],
    );
    found.push({
      pid: process.pid,
      name: process.name,
      values: read.map(({ name, value }) => ({ name, value: show(value) })),
      // Who has no such number comes behind all that have one.
      key: read.length > 0 && read[0].name === values[0].name ? numberOf(read[0].value) : UNKNOWN,
    });
    at = following.evaluate(about);
  }
  return order === 'least' ? found.sort((a, b) => compare(a.key, b.key) || a.pid - b.pid) : found;
}

const UNKNOWN = 1n << 64n;
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whoever is in front on the first level that has somebody; nobody where lots are drawn, or the order is not known. */
function markNext(levels: readonly (readonly Read[])[], { order }: PolicyDescription): Queued[][] {
  const next = order === 'first' || order === 'least' ? levels.flat()[0] : undefined;
  return levels.map((level) =>
    level.map((one) => ({ pid: one.pid, name: one.name, values: one.values, isNext: one === next })),
  );
}

/** What a line of the kernel's code at an address sees of variables outside of functions. */
const environmentAt = (system: System, kernel: Kernel, pc: bigint): Environment =>
  environmentOf(system, {
    mode: 'kernel',
    pc,
    pid: 0,
    hart: system.machine.current,
    space: kernel.space,
    image: kernel.image,
    registers: FrameRegisters.from(() => undefined),
  });

const withNames = (environment: Environment, names: Readonly<Record<string, Value>>): Environment => ({
  lookup: (name) => (Object.hasOwn(names, name) ? names[name] : environment.lookup(name)),
  global: (name) => environment.global(name),
  type: (words) => environment.type(words),
  get space() {
    return environment.space;
  },
  elsewhere: (pid) => environment.elsewhere(pid),
});
