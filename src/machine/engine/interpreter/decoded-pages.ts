import { decode } from '../../../isa/decode';
import type { Decoded } from '../../../isa/row';
import { isLong, type FetchGuard } from '../../instruction-fetch';
import {
  DECODED_PAGES,
  DECODED_PAGE_SIZE,
  DECODE_POOL,
  ENTRIES_PER_PAGE,
  ENTRY_SIZE,
  Entry,
  PAGE_SIZE,
  SCRATCH,
} from '../../layout';
import type { Tlb } from '../../tlb';
import type { EngineParts } from '../engine';
import { hasWideImmediate, isPcRelative, operationNumber, special } from './operations';

/** A page of instructions, as seen at one virtual address: marks are on virtual addresses. */
export interface DecodedPage {
  /** Where its entries are in the machine's memory. */
  readonly base: number;
  /** Host address of the code. */
  hostPage: number;
  virtualPage: bigint;
  used: boolean;
  guard: FetchGuard | undefined;
  /** By entry, as far as it has been decoded. */
  instructions: (Decoded | undefined)[];
}

/** Told of the instructions of a page that are not decoded any more: those of a range of halfwords, the last included. */
export type Forgotten = (page: DecodedPage, first: number, last: number) => void;

const UNDECODED = special('undecoded');
const ILLEGAL = special('illegal');
const FORBIDDEN = special('forbidden');
const BREAKPOINT = special('breakpoint');
const CROSSING = special('crossing');
const PAGE_END = special('pageEnd');
const TRANSLATED = special('translated');
const LAST_HALFWORD = PAGE_SIZE - 2;
/** Beyond so many changed marks it is cheaper to forget all that was decoded. */
const MANY_MARKS = 64;

/**
 * Instructions decoded once, kept by page until their bytes change. Pages are keyed by physical and virtual address, so a mark is
 * in an entry and costs nothing elsewhere.
 */
export class DecodedPages {
  private readonly pages: DecodedPage[] = [];
  /** One for each virtual address that a page of memory runs at. */
  private readonly views = new Map<number, DecodedPage[]>();
  private next = 0;
  /** Of the pages before `next`, those that are free again. */
  private free: DecodedPage[] = [];
  private scratch: Decoded | undefined;

  constructor(
    private readonly parts: Pick<EngineParts, 'state' | 'code' | 'marks'> & { tlb: Pick<Tlb, 'forgetCode'> },
    private readonly forgotten: Forgotten = () => {},
  ) {}

  /** The decoded page for the code at `hostPage` when it runs at `virtualPage`: where its entries are. */
  page(hostPage: number, virtualPage: bigint, guard?: FetchGuard): number {
    const known = this.views.get(hostPage);
    for (const page of known ?? []) {
      if (page.virtualPage === virtualPage && page.guard?.key === guard?.key) return page.base;
    }
    if (this.next === DECODED_PAGES && this.free.length === 0) {
      this.flush();
      return this.page(hostPage, virtualPage, guard);
    }
    const page = this.free.pop() ?? this.unusedPage();
    Object.assign(page, { hostPage, virtualPage, used: true, guard });
    this.clear(page);
    if (known) known.push(page);
    else {
      this.views.set(hostPage, [page]);
      this.parts.code.hold(hostPage);
    }
    return page.base;
  }

  private unusedPage(): DecodedPage {
    const base = DECODE_POOL + this.next++ * DECODED_PAGE_SIZE;
    const page = { base, hostPage: 0, virtualPage: 0n, used: false, guard: undefined, instructions: [] };
    return (this.pages[this.next - 1] ??= page);
  }

  /** Forgets every decoded page. Only between two instructions. */
  private flush(): void {
    for (const page of this.pages) this.drop(page);
    this.views.clear();
    this.next = 0;
    this.free = [];
    this.parts.code.clear();
    this.parts.tlb.forgetCode();
  }

  private drop(page: DecodedPage): void {
    if (page.used) this.forgotten(page, 0, ENTRIES_PER_PAGE - 1);
    page.used = false;
  }

  private pageOf(ip: number): DecodedPage {
    return this.pages[Math.floor((ip - DECODE_POOL) / DECODED_PAGE_SIZE)];
  }

  /** See Engine. What contains any of the bytes is decoded again; of a page that changes as a whole nothing is kept. */
  codeChanged(hostAddress: number, length: number): void {
    const hostPage = hostAddress & -PAGE_SIZE;
    const views = this.views.get(hostPage);
    if (!views) return;
    if (length === PAGE_SIZE) {
      this.views.delete(hostPage);
      for (const view of views) this.drop(view);
      this.free.push(...views);
      this.parts.tlb.forgetCode();
      return;
    }
    const last = (hostAddress + length - 1 - hostPage) >> 1;
    for (const view of views) this.forget(view, (hostAddress - hostPage) >> 1, last);
  }

  /** See Engine. */
  marksChanged(addresses?: readonly bigint[]): void {
    const used = this.pages.filter((page) => page.used);
    if (!addresses || addresses.length > MANY_MARKS) {
      for (const page of used) this.clear(page);
      return;
    }
    for (const address of addresses) {
      const offset = Number(address & BigInt(PAGE_SIZE - 1));
      for (const page of used) {
        if (page.virtualPage === address - BigInt(offset)) this.forget(page, offset >> 1, offset >> 1);
      }
    }
  }

  /** Forgets the instructions that begin at these halfwords, and those that reach there. */
  private forget(page: DecodedPage, first: number, last: number): void {
    this.forgotten(page, first, last);
    this.undecode(page, first, last);
  }

  private undecode(page: DecodedPage, first: number, last: number): void {
    const { u16 } = this.parts.state;
    for (let index = Math.max(0, first - 1); index <= last; index++) {
      page.instructions[index] = undefined;
      const entry = (page.base + index * ENTRY_SIZE) >> 1;
      // What is still translated is not concerned.
      if (u16[entry] !== TRANSLATED) u16[entry] = UNDECODED;
    }
  }

  /** The page in use that has its entries here. @param base what `page` gave */
  pageAt(base: number): DecodedPage {
    return this.pageOf(base);
  }

  /** Code at an offset of the page is translated from now on. @param index its place in the table of functions */
  beginTranslated(page: DecodedPage, offset: number, index: number): void {
    const { u16, i32 } = this.parts.state;
    const ip = page.base + (offset / 2) * ENTRY_SIZE;
    u16[ip >> 1] = TRANSLATED;
    i32[(ip + Entry.imm) >> 2] = index;
  }

  endTranslated(page: DecodedPage, offset: number): void {
    this.parts.state.u16[(page.base + (offset / 2) * ENTRY_SIZE) >> 1] = UNDECODED;
  }

  /** Fills the entry at `ip`, in a page. */
  decodeAt(ip: number): void {
    const { u16 } = this.parts.state;
    const page = this.pageOf(ip);
    const offset = ((ip - page.base) / ENTRY_SIZE) * 2;
    const host = page.hostPage + offset;
    const low = u16[host >> 1];
    const { guard } = page;
    const address = page.virtualPage + BigInt(offset);
    let isMarked = this.parts.marks.hasBreakpoint(address);
    if (
      guard &&
      !(guard.allows(offset) && (!isLong(low) || offset === LAST_HALFWORD || guard.allows(offset + 2)))
    ) {
      u16[ip >> 1] = FORBIDDEN;
    } else if (offset === LAST_HALFWORD && isLong(low)) {
      u16[ip >> 1] = CROSSING;
    } else {
      const word = offset === LAST_HALFWORD ? low : low | (u16[(host >> 1) + 1] << 16);
      const decoded = decode(word >>> 0);
      this.write(ip, decoded, offset);
      page.instructions[offset >> 1] = decoded;
      isMarked ||= decoded !== undefined && this.parts.marks.writesWatched(decoded);
    }
    if (isMarked) u16[ip >> 1] = BREAKPOINT;
  }

  /** Where the code of an entry is in the machine's memory. */
  hostOf(ip: number): number {
    const page = this.pageOf(ip);
    return page.hostPage + ((ip - page.base) / ENTRY_SIZE) * 2;
  }

  /** The address of the instruction of an entry. */
  addressOf(ip: number): bigint {
    const page = this.pageOf(ip);
    return page.virtualPage + BigInt(((ip - page.base) / ENTRY_SIZE) * 2);
  }

  /** The instruction of the entry at `ip`, which has been decoded or is the scratch entry. */
  instructionAt(ip: number): Decoded {
    if (ip === SCRATCH) return this.scratch!;
    const page = this.pageOf(ip);
    return page.instructions[(ip - page.base) / ENTRY_SIZE]!;
  }

  /** The instruction of the entry at `ip`, in a page, if it has been decoded. */
  decodedAt(ip: number): Decoded | undefined {
    const page = this.pageOf(ip);
    return page.instructions[(ip - page.base) / ENTRY_SIZE];
  }

  /** Fills the scratch entry. */
  writeScratch(instruction: Decoded): void {
    this.scratch = instruction;
    this.write(SCRATCH, instruction, undefined);
    this.parts.state.u16[(SCRATCH + (instruction.length / 2) * ENTRY_SIZE) >> 1] = PAGE_END;
  }

  private clear(page: DecodedPage): void {
    const { u8, u16 } = this.parts.state;
    this.forgotten(page, 0, ENTRIES_PER_PAGE - 1);
    page.instructions = [];
    u8.fill(0, page.base, page.base + DECODED_PAGE_SIZE);
    for (let index = PAGE_SIZE / 2; index < ENTRIES_PER_PAGE; index++) {
      u16[(page.base + index * ENTRY_SIZE) >> 1] = PAGE_END;
    }
  }

  /** `offset` of the instruction in its page, or undefined where no jump may rely on the page's entries. */
  private write(ip: number, decoded: Decoded | undefined, offset: number | undefined): void {
    const { u8, u16, i32 } = this.parts.state;
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
