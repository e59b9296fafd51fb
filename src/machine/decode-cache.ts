import { decode } from '../isa/decode';
import type { Decoded } from '../isa/row';
import {
  LONGEST_SEQUENCE,
  hasWideImmediate,
  isPcRelative,
  operationNumber,
  sequencesFrom,
  special,
} from './engine/operations';
import {
  DECODED_PAGES,
  DECODED_PAGE_SIZE,
  DECODE_POOL,
  ENTRIES_PER_PAGE,
  ENTRY_SIZE,
  Entry,
  PAGE_SIZE,
  SCRATCH,
  Slot,
} from './layout';
import type { State } from './state';
import type { WatchList } from './stop';

/** A page of instructions, as seen at one virtual address: breakpoints are on virtual addresses. */
interface DecodedPage {
  /** Where its entries are in the machine's memory. */
  readonly base: number;
  /** Host address of the code. */
  hostPage: number;
  virtualPage: bigint;
  used: boolean;
  guard: FetchGuard | undefined;
}

/** A page of memory that holds decoded instructions. */
interface CodePage {
  /** One for each virtual address that it runs at. */
  readonly views: DecodedPage[];
  /** Stores that came since it holds code. */
  stores: number;
}

/** Says for a page that is executable in part where it is. */
export interface FetchGuard {
  /** Guards of the same key say the same; greater than 0. */
  readonly key: number;
  /** May the halfword at this offset of the page be fetched? */
  allows(offset: number): boolean;
}

const UNDECODED = special('undecoded');
const ILLEGAL = special('illegal');
const FORBIDDEN = special('forbidden');
const BREAKPOINT = special('breakpoint');
const CROSSING = special('crossing');
const PAGE_END = special('pageEnd');
const LAST_HALFWORD = PAGE_SIZE - 2;
/**
 * After so many stores a page is taken for data, until it is run again: kernels give the pages of dead programs to others. So many slow
 * stores cost about what decoding a page anew costs.
 */
const PATIENCE = 64;

/**
 * Instructions decoded once, kept by page until their bytes change. Pages are keyed by physical and virtual
 * address, so a breakpoint is a mark on an entry and costs nothing elsewhere.
 */
export class DecodeCache {
  private readonly pages: DecodedPage[] = [];
  private readonly byHostPage = new Map<number, CodePage>();
  private next = 0;
  /** Of the pages before `next`, those that are free again. */
  private free: DecodedPage[] = [];
  private breakpoints: ReadonlySet<bigint> = new Set();
  /** Registers and CSRs whose writers are marked as breakpoints are; undefined: none. */
  private watched: Pick<WatchList, 'registers' | 'csrs'> | undefined;
  /** The address of an instruction that runs by itself, whatever mark it has. */
  private alone: bigint | undefined;
  private aloneDecoded: Decoded | undefined;
  private scratchWord = -1;

  constructor(
    private readonly state: State,
    /** Called when decoded pages go away: fetch TLBs must forget them. */
    private readonly onFlush: () => void,
    /** Called when a page begins to hold instructions: stores to it must come to `invalidate` from now on. */
    private readonly onCodePage: (hostPage: number) => void,
  ) {}

  /** The decoded page for the code at `hostPage` when it runs at `virtualPage`. */
  page(hostPage: number, virtualPage: bigint, guard?: FetchGuard): number {
    const known = this.byHostPage.get(hostPage);
    for (const page of known?.views ?? []) {
      if (page.virtualPage === virtualPage && page.guard?.key === guard?.key) return page.base;
    }
    if (this.next === DECODED_PAGES && this.free.length === 0) {
      this.flush();
      return this.page(hostPage, virtualPage, guard);
    }
    const page = this.free.pop() ?? this.unusedPage();
    Object.assign(page, { hostPage, virtualPage, used: true, guard });
    this.clear(page);
    if (known) known.views.push(page);
    else {
      this.byHostPage.set(hostPage, { views: [page], stores: 0 });
      this.onCodePage(hostPage);
    }
    return page.base;
  }

  private unusedPage(): DecodedPage {
    const index = this.next++;
    const base = DECODE_POOL + index * DECODED_PAGE_SIZE;
    return (this.pages[index] ??= { base, hostPage: 0, virtualPage: 0n, used: false, guard: undefined });
  }

  /** Forgets every decoded page. Only between two instructions. */
  flush(): void {
    for (const page of this.pages) page.used = false;
    this.byHostPage.clear();
    this.next = 0;
    this.free = [];
    this.scratchWord = -1;
    this.onFlush();
  }

  /** A store to this page is under way. @returns whether it and those that follow must be told to `invalidate`: the page holds code */
  storeTo(hostPage: number): boolean {
    const code = this.byHostPage.get(hostPage);
    if (!code) return false;
    if (++code.stores < PATIENCE || this.isRunning(hostPage)) return true;
    this.byHostPage.delete(hostPage);
    for (const view of code.views) view.used = false;
    this.free.push(...code.views);
    this.onFlush();
    return false;
  }

  /** Is the instruction under way in this page? The engine goes on in its entries. */
  private isRunning(hostPage: number): boolean {
    return this.pageOf(this.state.low(Slot.ip))?.hostPage === hostPage;
  }

  private pageOf(ip: number): DecodedPage | undefined {
    return this.pages[Math.floor((ip - DECODE_POOL) / DECODED_PAGE_SIZE)];
  }

  /** Bytes of memory changed: instructions that contain any of them are decoded again. */
  invalidate(hostAddress: number, length: number): void {
    const end = hostAddress + length;
    for (let hostPage = hostAddress & -PAGE_SIZE; hostPage < end; hostPage += PAGE_SIZE) {
      const code = this.byHostPage.get(hostPage);
      if (!code) continue;
      // What begins earlier may reach into the change.
      const first = Math.max(0, ((hostAddress - hostPage) >> 1) - (LONGEST_SEQUENCE / 2 - 1));
      const last = Math.min(PAGE_SIZE / 2 - 1, (end - 1 - hostPage) >> 1);
      for (const page of code.views) {
        for (let index = first; index <= last; index++) {
          this.state.u16[(page.base + index * ENTRY_SIZE) >> 1] = UNDECODED;
        }
      }
    }
  }

  /** Fills the entry at `ip` for the instruction at pc (in the state's slot). */
  decodeAt(ip: number): void {
    const page = this.pageOf(ip)!;
    const offset = ((ip - page.base) / ENTRY_SIZE) * 2;
    const host = page.hostPage + offset;
    const low = this.state.u16[host >> 1];
    const { guard } = page;
    const address = page.virtualPage + BigInt(offset);
    let isMarked = this.breakpoints.has(address);
    if (
      guard &&
      !(guard.allows(offset) && ((low & 3) !== 3 || offset === LAST_HALFWORD || guard.allows(offset + 2)))
    ) {
      this.state.u16[ip >> 1] = FORBIDDEN;
    } else if (offset === LAST_HALFWORD && (low & 3) === 3) {
      this.state.u16[ip >> 1] = CROSSING;
      // What it is shows when its second half has been fetched: better one mark too many.
      isMarked ||= this.watched !== undefined;
    } else {
      const word = offset === LAST_HALFWORD ? low : low | (this.state.u16[(host >> 1) + 1] << 16);
      const decoded = decode(word >>> 0);
      this.write(ip, decoded, offset);
      if (decoded) this.join(ip, page, offset, decoded);
      isMarked ||= decoded !== undefined && this.writesWatched(decoded);
      if (address === this.alone) this.aloneDecoded = decoded;
    }
    if (isMarked && address !== this.alone) this.state.u16[ip >> 1] = BREAKPOINT;
  }

  /** Makes the instruction at `ip`, just decoded, and those behind it one operation, if there is one for them. */
  private join(ip: number, page: DecodedPage, offset: number, first: Decoded): void {
    const { u16 } = this.state;
    const sequences = sequencesFrom.get(u16[ip >> 1]);
    if (!sequences || page.guard || this.watched || this.alone !== undefined) return;
    const numbers = [u16[ip >> 1]];
    const instructions = [first];
    let at = offset + first.length;
    const known = (count: number): boolean => {
      while (numbers.length < count && at < LAST_HALFWORD) {
        const entry = page.base + at * (ENTRY_SIZE / 2);
        const operation = entry >> 1;
        const host = (page.hostPage + at) >> 1;
        const decoded = decode((u16[host] | (u16[host + 1] << 16)) >>> 0);
        if (!decoded || this.breakpoints.has(page.virtualPage + BigInt(at))) return false;
        const before = u16[operation];
        this.write(entry, decoded, at);
        numbers.push(u16[operation]);
        instructions.push(decoded);
        // It has its operands now; what it is by itself, or joined with others, shows when it is jumped to.
        u16[operation] = before;
        at += decoded.length;
      }
      return numbers.length >= count;
    };
    const found = sequences.find(
      ({ parts, forwarded }) =>
        known(parts.length) &&
        parts.every((part, index) => part === numbers[index]) &&
        forwarded.every((sources, index) =>
          sources.every((source) => instructions[index][source] === instructions[index - 1].rd),
        ),
    );
    if (found) u16[ip >> 1] = found.number;
  }

  /** Fills the scratch entry with an instruction whose halves lie in two pages. */
  decodeCrossing(word: number): void {
    if (this.alone !== undefined) this.aloneDecoded = decode(word);
    if (word === this.scratchWord) return;
    this.scratchWord = word;
    this.write(SCRATCH, decode(word), undefined);
    this.state.u16[(SCRATCH + 2 * ENTRY_SIZE) >> 1] = PAGE_END;
  }

  /** Replaces the virtual addresses of breakpoints. */
  setBreakpoints(addresses: ReadonlySet<bigint>): void {
    this.breakpoints = addresses;
    for (const page of this.pages) if (page.used) this.clear(page);
  }

  /** Replaces the registers and CSRs whose writers are marked. */
  setWatches({ registers, csrs }: Pick<WatchList, 'registers' | 'csrs'>): void {
    if (this.watched === undefined && registers.size + csrs.size === 0) return;
    if (this.watched?.registers === registers && this.watched.csrs === csrs) return;
    this.watched = registers.size + csrs.size === 0 ? undefined : { registers, csrs };
    for (const page of this.pages) if (page.used) this.clear(page);
  }

  hasBreakpoint(address: bigint): boolean {
    return this.breakpoints.has(address);
  }

  /** The instruction at this address runs, whatever mark it has, until `endAlone`. */
  beginAlone(address: bigint): void {
    if (!this.watched && !this.breakpoints.has(address)) return;
    this.alone = address;
    this.aloneDecoded = undefined;
    this.forgetEntries(address);
  }
  /** @returns the instruction, if it was decoded and writes what is watched */
  endAlone(): Decoded | undefined {
    if (this.alone === undefined) return undefined;
    this.forgetEntries(this.alone);
    this.alone = undefined;
    const decoded = this.aloneDecoded;
    return decoded && this.writesWatched(decoded) ? decoded : undefined;
  }

  private writesWatched({ row, rd, rs1, imm }: Decoded): boolean {
    if (!this.watched) return false;
    if (rd !== 0 && this.watched.registers.has(rd)) return true;
    const { meaning } = row;
    if (meaning.kind !== 'csr' || !this.watched.csrs.has(imm & 0xfff)) return false;
    return meaning.write === 'replace' || rs1 !== 0;
  }

  private forgetEntries(address: bigint): void {
    const offset = Number(address & BigInt(PAGE_SIZE - 1));
    for (const page of this.pages) {
      if (page.used && page.virtualPage === address - BigInt(offset)) {
        this.state.u16[(page.base + (offset / 2) * ENTRY_SIZE) >> 1] = UNDECODED;
      }
    }
  }

  private clear(page: DecodedPage): void {
    const { u8, u16 } = this.state;
    u8.fill(0, page.base, page.base + DECODED_PAGE_SIZE);
    for (let index = PAGE_SIZE / 2; index < ENTRIES_PER_PAGE; index++) {
      u16[(page.base + index * ENTRY_SIZE) >> 1] = PAGE_END;
    }
  }

  /** `offset` of the instruction in its page, or undefined where no jump may rely on the page's entries. */
  private write(ip: number, decoded: Decoded | undefined, offset: number | undefined): void {
    const { u8, u16, i32 } = this.state;
    if (!decoded) {
      u16[(ip + Entry.operation) >> 1] = ILLEGAL;
      return;
    }
    const { row, rd, rs1, rs2, imm } = decoded;
    let near = false;
    let field = imm;
    if (offset !== undefined) {
      if (!isPcRelative(row)) near = true;
      else if (offset + imm >= 0 && offset + imm < PAGE_SIZE) {
        near = true;
        field = imm * (ENTRY_SIZE / 2);
      }
    }
    u16[(ip + Entry.operation) >> 1] = operationNumber(decoded, near);
    u8[ip + Entry.rd] = rd * 8;
    u8[ip + Entry.rs1] = rs1 * 8;
    if (hasWideImmediate(row)) i32[(ip + Entry.imm) >> 2] = field;
    else {
      u16[(ip + Entry.imm) >> 1] = field;
      u8[ip + Entry.rs2] = rs2 * 8;
    }
  }
}
