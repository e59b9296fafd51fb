import { UserError } from '../../base/errors';
import { nearName } from '../../toolchain/assembler/text/near-names';
import { integer, type Kind } from '../launch/kinds';

/** What a scheduler is given to do: INTERFACES "A workload for sched". All times are in ticks. */
export interface Workload {
  readonly jobs: readonly Job[];
  /** Ticks of a turn, for policies that give turns. */
  readonly slice: number;
}

export interface Job {
  readonly name: string;
  readonly arrival: number;
  readonly run: number;
  readonly tickets: number;
  /** How long it is thought to run. */
  readonly estimate: number;
  /** After every `every` ticks of running it waits for `length` ticks, if it is not done. */
  readonly io?: { readonly every: number; readonly length: number };
}

/** Processes that the kernel has room for. */
const MOST_JOBS = 64;
const MOST_TICKS = 100_000;
const MOST_TICKETS = 10_000;

/** @throws UserError that names the file, the job and the value which is wrong, and what is allowed. */
export function readWorkload(text: string, path: string): Workload {
  const whole = new Reader(parsed(text, path), path);
  whole.only('jobs', 'slice');
  const jobs = whole.list('jobs', MOST_JOBS).map((raw, index) => readJob(raw, `${path}: job ${index + 1}`));
  return { jobs, slice: whole.number('slice', integer(1, MOST_TICKS), 1) };
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is no JSON: ${(error as Error).message.replaceAll('\n', ' ')}`);
  }
}

function readJob(raw: unknown, where: string): Job {
  const job = new Reader(raw, where);
  job.only('name', 'arrival', 'run', 'tickets', 'estimate', 'io');
  const run = job.number('run', integer(1, MOST_TICKS));
  const io = job.part('io');
  io?.only('every', 'length');
  return {
    name: job.text('name'),
    arrival: job.number('arrival', integer(0, MOST_TICKS)),
    run,
    tickets: job.number('tickets', integer(1, MOST_TICKETS), 1),
    estimate: job.number('estimate', integer(0, MOST_TICKS), run),
    ...(io && {
      io: {
        every: io.number('every', integer(1, MOST_TICKS)),
        length: io.number('length', integer(1, MOST_TICKS)),
      },
    }),
  };
}

/** Takes values out of a JSON object; what is wrong is told with where it stands. */
class Reader {
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    raw: unknown,
    private readonly where: string,
  ) {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      throw new UserError(`${where}: ${shown(raw)} is not allowed; it takes an object`);
    }
    this.fields = raw as Record<string, unknown>;
  }

  /** Refuses all other fields: one that is ignored in silence is worse than none. */
  only(...names: string[]): void {
    for (const name of Object.keys(this.fields)) {
      if (names.includes(name)) continue;
      const near = nearName(name, names);
      const instead = near ? `did you mean "${near}"?` : `there are ${names.join(', ')}`;
      throw new UserError(`${this.where}: there is no "${name}"; ${instead}`);
    }
  }

  number(name: string, kind: Kind<number>, otherwise?: number): number {
    const raw = this.fields[name];
    if (raw === undefined && otherwise !== undefined) return otherwise;
    return (typeof raw === 'number' ? kind.read(raw) : undefined) ?? this.refuse(name, kind.allowed);
  }

  text(name: string): string {
    const raw = this.fields[name];
    if (typeof raw !== 'string' || raw === '') return this.refuse(name, 'a text');
    return /\p{Cc}/u.test(raw) ? this.refuse(name, 'a text of one line') : raw;
  }

  list(name: string, most: number): readonly unknown[] {
    const raw = this.fields[name];
    if (!Array.isArray(raw) || raw.length === 0) return this.refuse(name, `an array of 1 to ${most} ${name}`);
    if (raw.length <= most) return raw;
    throw new UserError(`${this.where}: there are ${raw.length} ${name}, and ${most} at most are allowed`);
  }

  part(name: string): Reader | undefined {
    const raw = this.fields[name];
    return raw === undefined ? undefined : new Reader(raw, `${this.where}: "${name}"`);
  }

  private refuse(name: string, allowed: string): never {
    const raw = this.fields[name];
    const what = raw === undefined ? `"${name}" is missing` : `"${name}" ${shown(raw)} is not allowed`;
    throw new UserError(`${this.where}: ${what}; it takes ${allowed}`);
  }
}

function shown(raw: unknown): string {
  const text = JSON.stringify(raw);
  return text.length > 40 ? text.slice(0, 37) + '...' : text;
}
