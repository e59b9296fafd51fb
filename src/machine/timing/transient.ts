import { decode } from '../../isa/decode';
import { evaluate } from '../../isa/evaluate';
import type { Decoded } from '../../isa/row';
import type { Clock } from '../clock';
import { isLong } from '../instruction-fetch';
import { PAGE_SIZE, Slot } from '../layout';
import { Access } from '../pmp';
import type { State } from '../state';
import type { Peek, Peeked } from './peek';
import { Ended, Shadow, type Reach } from './shadow';
import type { Stretch, StretchEnd, TransientInstruction, TransientLoad } from './stretch';
import { pageOfAddress, type Timing } from './timing';

const REGISTERS = 32;
const FIRST_REGISTER = Slot.registers >> 3;
const PAGE_OFFSET = BigInt(PAGE_SIZE - 1);
/** Instructions that are kept decoded. */
const MOST_DECODED = 4096;
const NOTHING: ReadonlyMap<number, number> = new Map();

export interface TransientOptions {
  /** Instructions of a stretch at most. */
  readonly limit: number;
  /** Does a load that is refused go on with what it was refused? Otherwise it goes on with zero, and touches nothing. */
  readonly forwards: boolean;
}

/**
 * Transient execution: behind a load that faults on permission, and behind a branch that was foreseen wrongly, a CPU goes on with
 * registers of its own for a while before it throws all of it away (Lipp et al., "Meltdown"; Kocher et al., "Spectre Attacks", both 2018).
 * What remains is what its loads did to the caches.
 */
export class Transient implements Reach {
  /** By their bits. */
  private readonly decoded = new Map<number, Decoded>();
  /** The page of code that the stretch is in, and where that is in the machine's memory. */
  private page: bigint | undefined;
  private pageHost = 0;

  constructor(
    private readonly state: State,
    private readonly clock: Clock,
    private readonly peek: Peek,
    private readonly timing: Timing,
    private readonly options: TransientOptions,
    private readonly hart: () => number,
    /** Who wants to be told, if anybody: the records cost. */
    private readonly listener: () => ((stretch: Stretch) => void) | undefined,
  ) {}

  /** A load at pc is about to be tried, its address being in its slot: where permission refuses it, its stretch is run. */
  beforeLoad({ row: { meaning }, rd, length }: Decoded): void {
    if (meaning.kind !== 'load') return;
    const { state } = this;
    const address = state.get(Slot.address);
    const peeked = this.peek.at(address, meaning.width, Access.read);
    if (typeof peeked === 'string' || peeked.refusal === undefined) return;
    const load = this.loaded(address, meaning.width, peeked, NOTHING);
    const pc = state.get(Slot.pc);
    const shadow = this.shadowAt(pc + BigInt(length));
    const value = meaning.signed ? BigInt.asIntN(8 * meaning.width, load.value) : load.value;
    if (rd !== 0) shadow.writeRegister(rd, BigInt.asUintN(64, value));
    this.run(shadow, { pc, cause: 'load', load });
  }

  /** A branch went the way that was not foreseen: the CPU has gone the other one for a while. */
  mispredicted({ row: { meaning }, imm, length }: Decoded, pc: bigint, taken: boolean): void {
    if (meaning.kind !== 'branch') return;
    const next = pc + BigInt(length);
    const shadow = this.shadowAt(taken ? next : evaluate(meaning.target, { pc, next, imm: BigInt(imm) }));
    this.run(shadow, { pc, cause: 'branch', taken });
  }

  private shadowAt(pc: bigint): Shadow {
    const registers = this.state.u64.slice(FIRST_REGISTER, FIRST_REGISTER + REGISTERS);
    return new Shadow(BigInt.asUintN(64, pc), registers, this);
  }

  private run(shadow: Shadow, behind: Pick<Stretch, 'pc' | 'cause' | 'load' | 'taken'>): void {
    this.page = undefined;
    const listener = this.listener();
    const instructions: TransientInstruction[] = [];
    let end: StretchEnd = 'limit';
    let count = 0;
    try {
      for (; count < this.options.limit; count++) {
        const instruction = shadow.step();
        if (listener) instructions.push(instruction);
      }
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      end = error.why;
    }
    this.timing.transientStretch(count);
    const { privilege: mode } = this.state;
    listener?.({ cpu: this.hart(), at: this.clock.instant + 1, mode, ...behind, instructions, end });
  }

  fetch(pc: bigint): Decoded {
    const first = this.codeAt(pc);
    let word: number = this.state.u16[first >> 1];
    if (isLong(word)) {
      const second = this.codeAt(BigInt.asUintN(64, pc + 2n));
      word = (word | (this.state.u16[second >> 1] << 16)) >>> 0;
    }
    const known = this.decoded.get(word);
    if (known) return known;
    const decoded = decode(word);
    if (!decoded) throw Ended.by('fault');
    if (this.decoded.size > MOST_DECODED) this.decoded.clear();
    this.decoded.set(word, decoded);
    return decoded;
  }

  /** Where two bytes of code are: most of a stretch is in one page, which nothing in it can map elsewhere. */
  private codeAt(pc: bigint): number {
    const offset = Number(pc & PAGE_OFFSET);
    const page = pc - BigInt(offset);
    if (page !== this.page) {
      this.page = undefined;
      const { host } = this.reached(pc, 2, Access.execute);
      // What of a page may be executed is the same for all of it, where PMP does not divide it.
      if (this.peek.isWhole(pc)) [this.page, this.pageHost] = [page, host - offset];
      return host;
    }
    return this.pageHost + offset;
  }

  load(address: bigint, width: number, own: ReadonlyMap<number, number>): TransientLoad {
    return this.loaded(address, width, this.reached(address, width, Access.read), own);
  }

  store(address: bigint, width: number): number {
    return this.reached(address, width, Access.write).physical;
  }

  /** What the load would give; the caches are asked for it. */
  private loaded(
    address: bigint,
    width: number,
    { host, physical, refusal }: Peeked,
    own: ReadonlyMap<number, number>,
  ): TransientLoad {
    const load = { address, physical, width, ...(refusal && { refusal }) };
    if (refusal && !this.options.forwards) return { ...load, value: 0n };
    let value = 0n;
    let isOwn = true;
    for (let index = width - 1; index >= 0; index--) {
      const stored = own.get(physical + index);
      if (stored === undefined) isOwn = false;
      value = (value << 8n) | BigInt(stored ?? this.state.u8[host + index]);
    }
    if (isOwn) return { ...load, value };
    const level = this.timing.transientLoad(host, pageOfAddress(address), width);
    return { ...load, value, level };
  }

  private reached(address: bigint, width: number, access: Access): Peeked {
    const peeked = this.peek.at(address, width, access);
    if (typeof peeked === 'string') throw Ended.by(peeked);
    return peeked;
  }
}
