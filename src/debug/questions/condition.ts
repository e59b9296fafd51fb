import { UserError } from '../../base/errors';
import { registerNumber } from '../../isa/registers';
import type { Hart } from '../../machine/types';
import { aliasesOf } from '../breakpoints/data/csr-aliases';
import { compile, type Environment, type Expression } from '../expressions/evaluate';
import { environmentOf, frameOf, type Viewpoint } from '../names/environment';
import { spaceOf } from '../names/viewpoint';
import { modeOf, type System } from '../system';
import { FrameRegisters } from '../unwind/frame-registers';
import { localNamed, variableValue } from '../values/locals';
import type { Space } from '../values/location';
import { ValueProblem } from '../values/problem';
import { isTrue, type Value } from '../values/value';
import { TrackedSpace, type Stretch } from './tracked-space';

/** What the last answer depended on. */
export interface Dependencies {
  readonly memory: readonly Stretch[];
  readonly registers: ReadonlySet<number>;
  readonly csrs: ReadonlySet<number>;
  /** Also on who runs, and in which mode. */
  readonly onWho: boolean;
}

/** What is another with each step: to watch it is to watch every step. */
const RESTLESS = ['pc', 'instret', 'cycle', 'time', 'mcycle', 'minstret', 'mip', 'sip'];
const WHO = ['pid', 'mode', 'cpu'];

/**
 * A condition that is asked at many instants: names mean what they mean in the frame of whoever asks (a process' memory also while
 * others run), registers and CSRs those of the CPU that is looked at.
 */
export class Condition {
  private readonly expression: Expression;
  private readonly locals = new Map<string, Value | undefined>();
  /** The process whose memory is meant. */
  private readonly pid: number | undefined;
  /** Why it could not be answered, if it never could. */
  private problem: string | undefined;
  private answered = false;

  /** @throws ExpressionError */
  constructor(
    private readonly system: System,
    private readonly view: Viewpoint,
    text: string,
  ) {
    this.expression = compile(text);
    this.pid = view.mode === 'user' && view.pid > 0 ? view.pid : undefined;
    this.isIdentity = this.pid === undefined && system.kernel !== undefined;
  }
  /** A kernel's memory, whoever runs. */
  private readonly isIdentity: boolean;

  /** @throws UserError for what can be answered at no instant */
  holdsOn(hart: Hart): { readonly holds: boolean; readonly by: Dependencies } {
    const memory = new Map<string, Stretch>();
    const by = {
      registers: new Set<number>(),
      csrs: new Set<number>(),
      onWho: false,
      get memory() {
        return [...memory.values()];
      },
    };
    const note = (stretch: Stretch): void => void memory.set(`${stretch.address}+${stretch.length}`, stretch);
    const satp = this.satpOn(hart, note);
    if (satp === undefined) return { holds: false, by };
    const space = new TrackedSpace(this.system.machine, satp, this.isIdentity, note);
    try {
      const holds = isTrue(this.expression.evaluate(this.environment(hart, space, by)));
      this.answered = true;
      return { holds, by };
    } catch (error) {
      if (error instanceof Restless || !(error instanceof UserError || error instanceof ValueProblem))
        throw error;
      this.problem = error.message;
      // A program's name means something once its process runs.
      by.onWho = true;
      return { holds: false, by };
    }
  }

  /** @throws UserError when it could be answered at no instant */
  check(): void {
    if (!this.answered && this.problem !== undefined) throw new UserError(this.problem);
  }

  /** The page table; undefined: the process is not there. */
  private satpOn(hart: Hart, note: (stretch: Stretch) => void): bigint | undefined {
    const { system, pid } = this;
    if (pid === undefined) return this.isIdentity ? this.view.space.satp : system.spaceOf(hart).satp;
    for (const { address, length } of system.kernel?.spaceFields(pid) ?? [])
      note({ address: Number(address), length });
    const process = system.kernel?.list().processes.find((one) => one.pid === pid);
    return process && process.state !== 'zombie' ? process.satp : undefined;
  }

  private environment(
    hart: Hart,
    space: TrackedSpace,
    by: { registers: Set<number>; csrs: Set<number>; onWho: boolean },
  ): Environment {
    const { system, view } = this;
    const here: Viewpoint = {
      mode: modeOf(hart.privilege),
      // No function is there whose variables could be meant.
      pc: 0n,
      registers: FrameRegisters.live(hart),
      space,
      image: view.image,
      hart,
      get pid() {
        return system.runningPid(hart);
      },
    };
    const inner = environmentOf(system, here);
    const names = spaceOf(system, { ...view, space });
    return {
      ...inner,
      space: names,
      lookup: (name) => this.local(name, names) ?? noted(name, inner.lookup(name), by),
      elsewhere: () => {
        throw new Restless(
          'process(…) and physical(…) cannot be asked about over time; select a frame of that process and leave it out',
        );
      },
    };
  }

  /** A variable of the frame lies where it lies as long as the call is under way. */
  private local(name: string, space: Space): Value | undefined {
    if (!this.locals.has(name)) {
      const frame = frameOf(this.view);
      const variable = localNamed(frame, name);
      this.locals.set(name, variable && variableValue(variable, frame, spaceOf(this.system, this.view)));
    }
    const known = this.locals.get(name);
    if (!known) return undefined;
    const { location, type } = known;
    if (location.kind === 'constant') return known;
    if (location.kind !== 'memory')
      throw new Restless(
        `${name} is kept in a register there: only what is in memory can be asked about over time`,
      );
    return { type, location: { ...location, space }, space };
  }
}

/** Notes what a name depends on. @throws UserError for what changes with every step */
function noted(
  name: string,
  value: Value | undefined,
  by: { registers: Set<number>; csrs: Set<number>; onWho: boolean },
): Value | undefined {
  const word = name.replace('$', '');
  const location = value?.location;
  if (location?.kind === 'memory' || value === undefined) return value;
  if (RESTLESS.includes(word)) {
    throw new Restless(
      `${name} is another at each step: ask about what changes less often, or run backward to a breakpoint`,
    );
  }
  if (WHO.includes(word)) by.onWho = true;
  if (location?.kind !== 'cell') return value;
  const { csr } = location.cell;
  const number = registerNumber(word);
  if (csr !== undefined) {
    for (const one of aliasesOf(csr)) by.csrs.add(one);
  } else if (number !== undefined) by.registers.add(number);
  by.onWho = true;
  return value;
}

/** It cannot be asked about at all, at whatever instant. */
class Restless extends UserError {}
