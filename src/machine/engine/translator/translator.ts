import type { Decoded } from '../../../isa/row';
import {
  DECODED_PAGES,
  DECODED_PAGE_SIZE,
  DECODE_POOL,
  ENTRY_SIZE,
  Entry,
  PAGE_SIZE,
  Slot,
} from '../../layout';
import type { Engine, EngineExit, EngineParts } from '../engine';
import type { DecodedPage } from '../interpreter/decoded-pages';
import { Interpreter } from '../interpreter/interpreter';
import { special } from '../interpreter/operations';
import { findRegion, type PageReader, type Region } from './blocks';
import { RegionEmitter } from './emit-region';
import { FunctionTable, MOST_FUNCTIONS } from './function-table';
import { RegionExit } from './region-exit';

/** When code is hot. */
export interface Heat {
  /** Steps of the interpreter between two looks at where it is. */
  readonly look: number;
  /** Looks that found it in a page, before code of that page is translated. */
  readonly looks: number;
  /** Times that translated code led to a place, before it is translated. */
  readonly arrivals: number;
  /** Regions that are compiled at once. */
  readonly batch: number;
}

export const HOT: Heat = { look: 8192, looks: 3, arrivals: 16, batch: 8 };
/** Everything is translated as soon as it runs: for specs. */
export const AT_ONCE: Heat = { look: 24, looks: 1, arrivals: 1, batch: 1 };

const TRANSLATED = special('translated');
/** A place that cannot be translated. */
const REFUSED = 255;

/** Entries from the interpreter, after which a region has to have been worth them; and steps that one of them is worth. */
const TRIAL = 64;
const WORTH = 24;
/**
 * Looks after which what was refused may be tried again: programs change what they do. Each time it is twice as many, or a machine
 * that does the same for ever would translate the same for ever.
 */
const REPRIEVE = 1024;
/** So many times as often as makes a place hot, and no batch is waited for. */
const IMPATIENCE = 4;
/** A budget that does for any region. */
const AMPLE = 1000;

interface Installed {
  readonly region: Region;
  readonly offset: number;
  /** Its place in the table of functions. */
  readonly index: number;
}

/**
 * Turns hot code into WebAssembly functions. The interpreter runs everything else, and whatever is not plain: so translated code
 * decides nothing, and where it is begins and ends with the interpreter's decoded pages.
 */
export class Translator implements Engine {
  private readonly interpreter: Interpreter;
  private readonly table: FunctionTable;
  private readonly installed = new Map<DecodedPage, Installed[]>();
  /** By entry: how often it was arrived at without translated code. */
  private readonly arrivals = new Uint8Array((DECODED_PAGES * DECODED_PAGE_SIZE) / ENTRY_SIZE);
  /** By decoded page. */
  private readonly looks = new Uint8Array(DECODED_PAGES);
  /** Entries whose code is to be translated. */
  private readonly waiting = new Set<number>();
  /** By place in the table: times that the interpreter came to the function, and what that gained in steps. */
  private readonly entered = new Uint8Array(MOST_FUNCTIONS);
  private readonly gained = new Int32Array(MOST_FUNCTIONS);
  private untilLook: number;
  private reprieve = REPRIEVE;
  private untilReprieve = REPRIEVE;

  constructor(
    private readonly parts: EngineParts,
    private readonly heat: Heat,
  ) {
    this.interpreter = new Interpreter(parts, (page, first, last) => this.forget(page, first, last));
    this.table = new FunctionTable(parts.state.memory);
    this.untilLook = heat.look;
  }

  run(): EngineExit {
    const { state } = this.parts;
    let first: Decoded | undefined;
    let isLeft = false;
    for (;;) {
      const granted = Math.min(state.low(Slot.budget), this.untilLook);
      this.hold(state.low(Slot.budget) - granted);
      const exit = this.interpreter.interpret(first);
      first = undefined;
      // What is left of a turn is no place that the guest often comes to.
      if (!(isLeft && exit === 'budget')) this.untilLook -= granted - state.low(Slot.budget);
      this.release();
      if (exit === 'mark') return exit;
      isLeft = exit === 'translated';
      if (isLeft) first = this.enter();
      if (state.low(Slot.budget) === 0) return 'budget';
      if (this.untilLook <= 0) this.look();
    }
  }

  step(instruction: Decoded): void {
    this.interpreter.step(instruction);
  }

  codeChanged(hostAddress: number, length: number): void {
    this.interpreter.codeChanged(hostAddress, length);
  }
  marksChanged(addresses?: readonly bigint[]): void {
    // What was left time and again because of a mark may be worth it without.
    this.arrivals.fill(0);
    this.interpreter.marksChanged(addresses);
  }

  /** Keeps steps of the budget from the interpreter, so that it comes back. */
  private hold(steps: number): void {
    const { state } = this.parts;
    state.setLow(Slot.held, steps);
    state.setLow(Slot.budget, state.low(Slot.budget) - steps);
  }
  private release(): void {
    const { state } = this.parts;
    state.setLow(Slot.budget, state.low(Slot.budget) + state.low(Slot.held));
    state.setLow(Slot.held, 0);
  }

  /** Runs translated code from the entry in Slot.ip on. @returns an instruction for the interpreter, if nothing could be done */
  private enter(): Decoded | undefined {
    const { state, fetch } = this.parts;
    const ip = state.low(Slot.ip);
    const before = state.low(Slot.budget);
    const index = state.i32[(ip + Entry.imm) >> 2];
    const exit = this.table.enter(index, before);
    const steps = before - state.low(Slot.budget);
    if (exit === RegionExit.unknown) this.arrive();
    else if (exit === RegionExit.leave && before > AMPLE && !this.isWorthIt(index, steps)) this.refuse(ip);
    return steps === 0 ? (this.interpreter.pages.decodedAt(ip) ?? fetch.instruction()) : undefined;
  }

  /** To come from the interpreter and go back costs as much as some of its steps. */
  private isWorthIt(index: number, steps: number): boolean {
    this.gained[index] += Math.min(steps, 10 * WORTH) - WORTH;
    this.entered[index] = (this.entered[index] + 1) % TRIAL;
    if (this.entered[index] !== 0) return true;
    const isWorthIt = this.gained[index] >= 0;
    this.gained[index] = 0;
    return isWorthIt;
  }

  /** The region that begins here goes, and none comes until the code changes. */
  private refuse(ip: number): void {
    const page = this.interpreter.pages.pageAt(ip);
    const offset = ((ip - page.base) / ENTRY_SIZE) * 2;
    this.arrivals[(ip - DECODE_POOL) / ENTRY_SIZE] = REFUSED;
    this.interpreter.pages.endTranslated(page, offset);
    const known = this.installed.get(page)!;
    this.installed.set(
      page,
      known.filter((one) => one.offset !== offset),
    );
  }

  /** Translated code led to pc, where there is none. */
  private arrive(): void {
    const ip = this.ipOfPc();
    if (ip === 0) return;
    const index = (ip - DECODE_POOL) / ENTRY_SIZE;
    if (this.arrivals[index] === REFUSED) return;
    if (++this.arrivals[index] < this.heat.arrivals) return;
    this.want(ip);
    if (this.arrivals[index] < IMPATIENCE * this.heat.arrivals) return;
    // Those that it would be translated with do not come.
    this.arrivals[index] = 0;
    if (this.waiting.size > 0) this.translate();
  }

  /** Where is the interpreter? */
  private look(): void {
    this.untilLook = this.heat.look;
    if (--this.untilReprieve === 0) {
      this.untilReprieve = this.reprieve *= 2;
      this.arrivals.fill(0);
    }
    const ip = this.ipOfPc();
    if (ip === 0) return;
    const page = Math.floor((ip - DECODE_POOL) / DECODED_PAGE_SIZE);
    if (++this.looks[page] < this.heat.looks) return;
    this.looks[page] = 0;
    if (this.arrivals[(ip - DECODE_POOL) / ENTRY_SIZE] !== REFUSED) this.want(ip);
    if (this.waiting.size > 0) this.translate();
  }

  /** The entry of pc; 0 when its page is not in the fetch buffer. */
  private ipOfPc(): number {
    const { state, tlb } = this.parts;
    const low = state.low(Slot.pc);
    const decoded = tlb.lookupFetch(low, state.high(Slot.pc));
    return decoded === 0 ? 0 : decoded + ((low & (PAGE_SIZE - 1)) / 2) * ENTRY_SIZE;
  }

  private want(ip: number): void {
    if (this.parts.state.u16[ip >> 1] === TRANSLATED) return;
    this.waiting.add(ip);
    if (this.waiting.size >= this.heat.batch) this.translate();
  }

  private translate(): void {
    const made: { page: DecodedPage; region: Region }[] = [];
    for (const ip of this.waiting) {
      const page = this.interpreter.pages.pageAt(ip);
      const offset = ((ip - page.base) / ENTRY_SIZE) * 2;
      const region =
        page.used && !page.guard && offset < PAGE_SIZE ? findRegion(offset, this.reader(page)) : undefined;
      if (region) made.push({ page, region });
      else this.arrivals[(ip - DECODE_POOL) / ENTRY_SIZE] = REFUSED;
    }
    this.waiting.clear();
    if (made.length === 0) return;
    if (this.table.isFull(made.length)) this.forgetAll();
    // The turns of several CPUs.
    const isShort = this.parts.state.cpus > 1;
    const first = this.table.add(
      made.map(({ page, region }) =>
        new RegionEmitter(region, Number(BigInt.asIntN(64, page.virtualPage)), isShort).emit(),
      ),
    );
    made.forEach(({ page, region }, index) => {
      const known = this.installed.get(page);
      const entry = { region, offset: region.entry, index: first + index };
      if (known) known.push(entry);
      else this.installed.set(page, [entry]);
      this.interpreter.pages.beginTranslated(page, region.entry, first + index);
    });
  }

  private reader(page: DecodedPage): PageReader {
    const { state, marks } = this.parts;
    return {
      halfword: (offset) => state.u16[(page.hostPage + offset) >> 1],
      isMarked: (offset, instruction) => marks.has(page.virtualPage + BigInt(offset), instruction),
    };
  }

  /** Instructions of these halfwords change: what was made of any of them is worth nothing. */
  private forget(page: DecodedPage, first: number, last: number): void {
    const index = (page.base - DECODE_POOL) / ENTRY_SIZE;
    this.arrivals.fill(0, index + first, index + last + 1);
    const known = this.installed.get(page);
    if (!known) return;
    const kept = known.filter(({ region, offset }) => {
      const isKept = region.last <= 2 * first || region.first > 2 * last + 1;
      if (!isKept) this.interpreter.pages.endTranslated(page, offset);
      return isKept;
    });
    if (kept.length > 0) this.installed.set(page, kept);
    else this.installed.delete(page);
  }

  private forgetAll(): void {
    for (const [page, known] of this.installed) {
      for (const { offset } of known) this.interpreter.pages.endTranslated(page, offset);
    }
    this.installed.clear();
    this.table.clear();
  }
}
