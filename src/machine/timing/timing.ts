import { PAGE_SIZE, RAM_OFFSET, ROM_OFFSET, Slot } from '../layout';
import { RAM_BASE, ROM_BASE } from '../physical-memory';
import type { State } from '../state';
import { dataPrivilege } from '../tlb';
import { Privilege } from '../stop';
import { LINE_SHIFT, LINE_SIZE, type Core } from './core';
import { Count, countNames, type Counts } from './counts';
import type { CachedPage, Level, TimingLook } from './look';
import { Predictor } from './predictor';
import { Recent, sizeOf } from './recent';

/** What belongs to one CPU. */
interface HartTiming {
  readonly counts: Float64Array;
  readonly instructionPages: Recent;
  readonly dataPages: Recent;
  /** Absent with those of the core. */
  readonly caches?: { readonly instructions: Recent; readonly data: Recent; readonly predictor: Predictor };
}

/**
 * What things take: caches, translations and a branch predictor beside the machine, none of which has a say in what it does. Told of each
 * access as it is done, with its place in the machine's memory (`layout.ts`) and the number of its page (the low 32 bits of it).
 * Everything here follows from the instructions alone: not from how far the engine was let run, and not from its own buffers.
 */
export class Timing implements TimingLook {
  private readonly harts: readonly HartTiming[];
  private readonly second: Recent | undefined;
  /** The bytes of all its state. */
  private readonly bytes: Uint8Array;
  /** Of the hart whose turn it is. */
  private here: HartTiming;

  constructor(
    readonly core: Core,
    private readonly state: State,
  ) {
    const { caches, translations } = core;
    const pages = sizeOf(translations);
    const perHart =
      8 * countNames.length +
      4 * 2 * pages +
      (caches ? 4 * (sizeOf(caches.instructions) + sizeOf(caches.data)) + caches.branchCounters : 0);
    const buffer = new ArrayBuffer(state.cpus * perHart + (caches ? 4 * sizeOf(caches.second) : 0));
    this.bytes = new Uint8Array(buffer);
    let at = 0;
    const place = (bytes: number): number => {
      at += bytes;
      return at - bytes;
    };
    const recent = (geometry: typeof translations): Recent => {
      const size = sizeOf(geometry);
      return new Recent(geometry, new Int32Array(buffer, place(4 * size), size));
    };
    this.harts = Array.from({ length: state.cpus }, () => ({
      counts: new Float64Array(buffer, place(8 * countNames.length), countNames.length),
      instructionPages: recent(translations),
      dataPages: recent(translations),
      ...(caches && {
        caches: {
          instructions: recent(caches.instructions),
          data: recent(caches.data),
          predictor: new Predictor(
            new Uint8Array(buffer, place(caches.branchCounters), caches.branchCounters),
          ),
        },
      }),
    }));
    this.second = caches && recent(caches.second);
    this.here = this.harts[0];
  }

  /** Another hart has come into place. */
  select(hart: number): void {
    this.here = this.harts[hart];
  }

  /** Instructions of this line are about to be done. To be told of one line again and again changes nothing. */
  fetch(host: number, page: number): void {
    const { here, state } = this;
    if (state.privilege !== Privilege.machine && isTranslating(state) && !here.instructionPages.touch(page)) {
      here.counts[Count.instructionWalks]++;
      this.stall(this.core.prices.walk);
    }
    if (!here.caches) return;
    const line = lineOf(host);
    if (here.caches.instructions.touch(line)) return;
    here.counts[Count.instructionMisses]++;
    this.askSecond(line);
  }

  /** A load that lies in one line. */
  load(host: number, page: number): void {
    this.here.counts[Count.loads]++;
    this.access(host, page);
  }

  /** A store that lies in one line. A write buffer would hide what it waits for; here it waits. */
  store(host: number, page: number): void {
    this.here.counts[Count.stores]++;
    this.access(host, page);
    if (this.harts.length > 1) this.invalidateOthers(lineOf(host));
  }

  /** A load or store of any alignment within its page. */
  accessBytes(host: number, page: number, length: number, isStore: boolean): void {
    const last = host + length - 1;
    if (isStore) this.store(host, page);
    else this.load(host, page);
    if (lineOf(last) === lineOf(host)) return;
    if (isStore) this.store(last, page);
    else this.load(last, page);
  }

  /** A register of a device was read or written. */
  device(): void {
    this.here.counts[Count.deviceAccesses]++;
    this.stall(this.core.prices.memory);
  }

  /** A conditional branch at this address, of which the low half matters. @returns whether it was foreseen */
  branch(pc: number, taken: boolean): boolean {
    const { here } = this;
    here.counts[Count.branches]++;
    if (!here.caches || here.caches.predictor.branch(pc, taken)) return true;
    here.counts[Count.mispredictions]++;
    this.stall(this.core.prices.misprediction);
    return false;
  }

  trap(): void {
    this.here.counts[Count.traps]++;
    this.stall(this.core.prices.trap);
  }

  /** sfence.vma, and another satp: there are no address space identifiers, so nothing remains. */
  forgetTranslations(): void {
    this.here.instructionPages.clear();
    this.here.dataPages.clear();
  }

  /** fence.i: instructions are not kept coherent with stores by themselves. */
  forgetInstructions(): void {
    this.here.caches?.instructions.clear();
  }

  /** A device has written memory. */
  deviceWrote(host: number, length: number): void {
    for (let line = lineOf(host); line <= lineOf(host + length - 1); line++) {
      this.second?.remove(line);
      for (const { caches } of this.harts) forget(caches, line);
    }
  }

  /** A load that never happens, by what it leaves behind: no time of its own, and no count among those that do. */
  transientLoad(host: number, page: number, length: number): Level {
    const { here } = this;
    here.counts[Count.transientLoads]++;
    if (isTranslating(this.state)) here.dataPages.touch(page);
    const level = this.bring(lineOf(host));
    const last = host + length - 1;
    return lineOf(last) === lineOf(host) ? level : farther(level, this.bring(lineOf(last)));
  }

  transientStretch(instructions: number): void {
    this.here.counts[Count.transientStretches]++;
    this.here.counts[Count.transientInstructions] += instructions;
  }

  levelOf(hart: number, physical: number, kind: 'data' | 'instructions' = 'data'): Level {
    const line = Math.floor(physical / LINE_SIZE);
    const { caches } = this.harts[hart];
    if (!caches || !this.second) return 'memory';
    if (caches[kind].age(line) >= 0) return 'first';
    return this.second.age(line) >= 0 ? 'second' : 'memory';
  }

  hasPage(hart: number, address: bigint, kind: 'data' | 'instructions'): boolean {
    const { dataPages, instructionPages } = this.harts[hart];
    return (kind === 'data' ? dataPages : instructionPages).age(pageOfAddress(address)) >= 0;
  }

  foresees(hart: number, pc: bigint): boolean {
    const { caches } = this.harts[hart];
    return caches?.predictor.foresees(Number(BigInt.asIntN(32, pc))) ?? false;
  }

  cachedLines(): CachedPage[] {
    const pages = new Map<number, { start: number; first: bigint; second: bigint }>();
    const add = (lines: Iterable<number>, level: 'first' | 'second'): void => {
      for (const line of lines) {
        const start = Math.floor(line / LINES_OF_PAGE) * PAGE_SIZE;
        let page = pages.get(start);
        if (!page) pages.set(start, (page = { start, first: 0n, second: 0n }));
        const bit = 1n << BigInt(line % LINES_OF_PAGE);
        if ((page.first & bit) === 0n) page[level] |= bit;
      }
    };
    for (const { caches } of this.harts) {
      if (caches) add(caches.data.keys(), 'first');
      if (caches) add(caches.instructions.keys(), 'first');
    }
    if (this.second) add(this.second.keys(), 'second');
    return [...pages.values()].sort((a, b) => a.start - b.start);
  }

  countsOf(hart: number): Counts {
    const { counts } = this.harts[hart];
    return Object.fromEntries(countNames.map((name, index) => [name, counts[index]])) as Counts;
  }

  /** All of its state, a copy. */
  save(): Uint8Array {
    return this.bytes.slice();
  }
  restore(bytes: Uint8Array): void {
    this.bytes.set(bytes);
  }
  get size(): number {
    return this.bytes.length;
  }

  private access(host: number, page: number): void {
    const { here, core } = this;
    if (isTranslating(this.state) && !here.dataPages.touch(page)) {
      here.counts[Count.dataWalks]++;
      this.stall(core.prices.walk);
    }
    if (!here.caches) {
      this.stall(core.prices.memory);
      return;
    }
    const line = lineOf(host);
    if (here.caches.data.touch(line)) return;
    here.counts[Count.dataMisses]++;
    this.askSecond(line);
  }

  private bring(line: number): Level {
    if (this.here.caches?.data.touch(line)) return 'first';
    return this.second?.touch(line) ? 'second' : 'memory';
  }

  private askSecond(line: number): void {
    const { counts } = this.here;
    const { prices } = this.core;
    counts[Count.secondAccesses]++;
    if (this.second!.touch(line)) this.stall(prices.second);
    else {
      counts[Count.secondMisses]++;
      this.stall(prices.memory);
    }
  }

  private invalidateOthers(line: number): void {
    for (const hart of this.harts) if (hart !== this.here) forget(hart.caches, line);
  }

  private stall(cycles: number): void {
    this.here.counts[Count.stalls] += cycles;
  }

  /** Cycles that the hart in place waited for. */
  get stalls(): number {
    return this.here.counts[Count.stalls];
  }
}

function forget(caches: HartTiming['caches'], line: number): void {
  caches?.data.remove(line);
  caches?.instructions.remove(line);
}

const levels: readonly Level[] = ['first', 'second', 'memory'];
const farther = (a: Level, b: Level): Level => levels[Math.max(levels.indexOf(a), levels.indexOf(b))];

/** Are addresses of loads and stores virtual? */
function isTranslating(state: State): boolean {
  return state.high(Slot.satp) >>> 28 !== 0 && dataPrivilege(state) !== Privilege.machine;
}

const LINES_OF_PAGE = PAGE_SIZE / LINE_SIZE;
const RAM_LINES = (RAM_BASE - RAM_OFFSET) / LINE_SIZE;
const ROM_LINES = (ROM_BASE - ROM_OFFSET) / LINE_SIZE;
const FIRST_OF_RAM = RAM_OFFSET / LINE_SIZE;

/** The number of a line: its physical address without the bits within it. */
export function lineOf(host: number): number {
  const place = host >>> LINE_SHIFT;
  return place + (place >= FIRST_OF_RAM ? RAM_LINES : ROM_LINES);
}

/** The number of a page, from the halves of an address. */
export const pageOf = (low: number, high: number): number =>
  (low >>> Math.log2(PAGE_SIZE)) | (high << (32 - Math.log2(PAGE_SIZE)));

export const pageOfAddress = (address: bigint): number =>
  Number(BigInt.asIntN(32, address >> BigInt(Math.log2(PAGE_SIZE))));
