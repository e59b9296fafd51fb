import { Register } from '../../isa/registers';
import { decode } from '../../isa/decode';
import { type Privilege, type Hart, type Trap } from '../../machine/types';
import type { Runner } from '../run/runner';
import type { Image } from '../symbols/image';
import type { System } from '../system';
import { instructionWord } from '../unwind/code';
import type { Travel } from './travel';
import type { Who } from './who';

/** A step of one thread: where it was before it, and what the step was. */
export interface Moment {
  /** The instant before the step. */
  readonly at: number;
  readonly cpu: number;
  readonly pc: bigint;
  readonly mode: Privilege;
  readonly sp: bigint;
  /** What the instruction does, if it is carried out. */
  readonly kind: 'call' | 'return' | 'trapReturn' | 'other';
  /** The step took a trap. */
  readonly trap: Trap | undefined;
  /** The code that the instruction belongs to. */
  readonly image: Image | undefined;
}

/** Looks at a short stretch of the past step by step. */
export class Moments {
  constructor(
    private readonly system: System,
    private readonly runner: Runner,
    private readonly travel: Travel,
  ) {}

  /** The steps that a thread made at instants from one on, and before another. Undefined: somebody has had enough. */
  async of(who: Who, from: number, to: number): Promise<Moment[] | undefined> {
    const { machine } = this.system;
    const there = await this.travel.goTo(from);
    if (there.kind !== 'reached') return machine.instant === from ? [] : undefined;
    const found: Moment[] = [];
    const known = new Map<bigint, Moment['kind']>();
    let program: Image | undefined;
    while (machine.instant < to) {
      const hart = machine.current;
      const at = machine.instant;
      if (!who.runs(hart)) {
        if (this.step().kind === 'ended') break;
        program = undefined;
        continue;
      }
      const { pc, privilege: mode, retired } = hart;
      const sp = hart.readRegister(Register.sp);
      const isKernel = this.system.kernelImage?.contains(pc) === true;
      if (isKernel) program = undefined;
      const image = isKernel ? this.system.kernelImage : (program ??= this.system.imageOn(hart));
      const key = isKernel ? pc : -1n - pc;
      let kind = known.get(key);
      if (kind === undefined) known.set(key, (kind = this.kindAt(hart)));
      const outcome = this.step();
      const trap = outcome.kind === 'reached' ? outcome.trap : undefined;
      // A CPU that waits makes steps in which it does nothing.
      if (trap || hart.retired !== retired) {
        found.push({
          at,
          cpu: hart.id,
          pc,
          mode,
          sp,
          kind,
          trap: trap?.cpu === hart.id ? trap : undefined,
          image,
        });
      }
      if (outcome.kind === 'ended') break;
    }
    return found;
  }

  private step(): ReturnType<Runner['runNow']> {
    return this.runner.runNow({ steps: 1, isBlind: true, isPartial: true, atTrap: () => true });
  }

  private kindAt(hart: Hart): Moment['kind'] {
    const word = instructionWord(this.system.spaceOf(hart), hart.pc);
    const instruction = word === undefined ? undefined : decode(word);
    if (!instruction) return 'other';
    const { row, rd, rs1 } = instruction;
    if (row.name === 'sret' || row.name === 'mret') return 'trapReturn';
    if (row.name === 'jal') return rd === Register.ra ? 'call' : 'other';
    if (row.name !== 'jalr') return 'other';
    return rd === Register.ra ? 'call' : rd === 0 && rs1 === Register.ra ? 'return' : 'other';
  }
}
