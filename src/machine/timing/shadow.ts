import { evaluateRow, type EvaluationState } from '../../isa/evaluate-row';
import type { Decoded } from '../../isa/row';
import type { StretchEnd, TransientInstruction, TransientLoad } from './stretch';

/** Ends a stretch, from within an instruction. */
export class Ended extends Error {
  override readonly name = 'Ended';
  private constructor(readonly why: StretchEnd) {
    super(why);
  }

  private static readonly all = new Map<StretchEnd, Ended>();

  /** One for each reason: stretches are many, and looking up where an error was made takes long. */
  static by(why: StretchEnd): Ended {
    let ended = Ended.all.get(why);
    if (!ended) Ended.all.set(why, (ended = new Ended(why)));
    return ended;
  }
}

/** What transient instructions reach beyond their own registers. Whatever cannot be reached throws `Ended`. */
export interface Reach {
  /** The instruction at this address. */
  fetch(pc: bigint): Decoded;
  /** @param own bytes that the stretch has stored, by physical address */
  load(address: bigint, width: number, own: ReadonlyMap<number, number>): TransientLoad;
  /** The physical address that a store would write to. */
  store(address: bigint, width: number): number;
}

/** What a CPU works with behind an instruction that it is not yet sure of: none of it becomes so. */
export class Shadow implements EvaluationState {
  /** What the instruction under way has done so far. */
  private done: Omit<TransientInstruction, 'pc' | 'word'> = {};
  /** What the stretch has stored: only its own loads see it. */
  private readonly own = new Map<number, number>();

  /** @param registers a copy */
  constructor(
    public pc: bigint,
    private readonly registers: BigUint64Array,
    private readonly reach: Reach,
  ) {}

  step(): TransientInstruction {
    const { pc } = this;
    const instruction = this.reach.fetch(pc);
    this.done = {};
    const { kind } = instruction.row.meaning;
    if (kind === 'amo' || kind === 'loadReserved' || kind === 'storeConditional') throw Ended.by('atomic');
    evaluateRow(instruction, this);
    return { pc, word: instruction.word, ...this.done };
  }

  readRegister(number: number): bigint {
    return this.registers[number];
  }
  writeRegister(register: number, value: bigint): void {
    this.registers[register] = value;
    this.done = { ...this.done, register, value };
  }
  load(address: bigint, width: number): bigint {
    const load = this.reach.load(address, width, this.own);
    this.done = { load };
    return load.value;
  }
  store(address: bigint, width: number, value: bigint): void {
    const physical = this.reach.store(address, width);
    for (let index = 0; index < width; index++) {
      this.own.set(physical + index, Number((value >> BigInt(8 * index)) & 0xffn));
    }
    this.done = { store: { address, width, value } };
  }
  reserve(): void {
    throw Ended.by('atomic');
  }
  takeReservation(): boolean {
    throw Ended.by('atomic');
  }
  accessCsr(): bigint {
    throw Ended.by('csr');
  }
  system(operation: string): bigint {
    throw Ended.by(operation === 'sfenceVma' ? 'fence' : 'trap');
  }
  fence(): void {
    throw Ended.by('fence');
  }
  fenceI(): void {
    throw Ended.by('fence');
  }
}
