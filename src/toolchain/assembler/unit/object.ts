import type { Row } from '../../../isa/row';
import { ByteWriter } from '../../byte-writer';
import type { SymbolKind } from '../../elf/types';
import type { StatementError } from '../text/cursor';
import type { Source, Span } from '../text/source';
import type { AddressPart, BinaryOperator, Expression, UnaryOperator } from '../statements/syntax';

/** A name of one source, or what another source defines under it. */
export class AssemblySymbol {
  /** Where the definition stands. */
  definition: Span | undefined;
  /** A label's place. */
  place: Place | undefined;
  /** What `.equ`, `.set` and `=` gave it last. */
  value: Term | undefined;
  /** What `==` or `.eqv` gave it, to be bound anew at each use. */
  deferred: Expression | undefined;
  binding: 'local' | 'global' | 'weak' = 'local';
  /** `.local` said so, which turns a later `.comm` into a definition of this source alone. */
  keptLocal = false;
  kind: SymbolKind | undefined;
  size: Term | undefined;
  /** Some `call` or `jal` goes there, or traps do. */
  called = false;
  /** Defined by `.comm`: several sources may, and one place serves all. */
  common = false;
  /** Of what `.comm` asks for. */
  commonAlignment = 1;
  /** What to say, at the places of these uses, if nobody defines it: a register was meant, or something else. */
  mistakes: Map<Span, StatementError> | undefined;
  /** Its absence has been reported. */
  isMissing = false;
  /** Whether it was used before a definition while the assembler itself has a value of that name. */
  usedAsPredefined = false;

  constructor(readonly name: string) {}

  get defined(): boolean {
    return this.place !== undefined || this.value !== undefined;
  }
}

/** A place that moves with the sizes of what is in front of it. */
export interface Place {
  readonly section: Section;
  readonly fragment: Fragment;
  /** Bytes behind the start of the fragment. */
  readonly offset: number;
}

/** An expression whose names are symbols: `.`, `1f` and values of names that may change later are settled. */
export type Term =
  | { readonly kind: 'number'; readonly span: Span; readonly value: bigint }
  | { readonly kind: 'symbol'; readonly span: Span; readonly symbol: AssemblySymbol }
  | { readonly kind: 'unary'; readonly span: Span; readonly operator: UnaryOperator; readonly operand: Term }
  | {
      readonly kind: 'binary';
      readonly span: Span;
      readonly operator: BinaryOperator;
      readonly left: Term;
      readonly right: Term;
    };

/** What an instruction's immediate is made of: a value, the distance to an address, or a part of an address. */
export type ImmediateRole = 'value' | 'target' | AddressPart;

/** An instruction that awaits the value of its immediate. */
export interface PendingInstruction {
  readonly row: Row;
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
  readonly immediate: { readonly role: ImmediateRole; readonly term: Term };
  /** One of the two instructions of a `call`, `tail` or `jump`. */
  readonly isCall?: boolean;
}

/** Bytes to be filled in when all addresses are known. `offset` is in the fragment, later in the section. */
export type Fixup =
  | {
      readonly kind: 'instruction';
      readonly offset: number;
      readonly instruction: PendingInstruction;
      /** The compressed instruction that it is, `c.j` for example, if it is one. */
      readonly short?: string;
      /** Bits of the compressed instruction that are other ones, if `.insn` made it. */
      readonly flip?: number;
    }
  | { readonly kind: 'data'; readonly offset: number; readonly width: number; readonly term: Term };

/** A signed 64-bit number, or an offset from the start of `base` (a section, or a fragment while its place is open). */
export interface Value {
  readonly base: object | undefined;
  readonly offset: bigint;
}

/** Finds the values of terms; undefined when they are not known yet. Both throw `StatementError` when they never will be. */
export interface TermEvaluator {
  evaluate(term: Term): Value | undefined;
  /** The value if it is a plain number. */
  constant(term: Term): bigint | undefined;
}

/** The end of a fragment, whose size depends on what is around it. */
export interface Tail {
  /** Bytes, as far as known. */
  size: number;
  /** Instructions grow up to this size and are never made shorter again, so that a layout comes to an end. */
  readonly longest: number | undefined;
  /** Takes what it needs in each round of the layout, not the most that it ever needed. */
  readonly mayShrink?: boolean;
  /** The size at this offset in the section; undefined when it is not known yet. */
  measure(offset: number, evaluator: TermEvaluator): number | undefined;
  /** Appends `size` bytes to the section's. @throws StatementError when they cannot be known */
  write(into: Fragment, evaluator: TermEvaluator): void;
}

/** A line-table row to be: an instruction of that source place starts here. */
export interface Mark {
  readonly offset: number;
  readonly span: Span;
}

/** Bytes of a known number, and at most one tail. */
export class Fragment {
  readonly bytes = new ByteWriter();
  readonly fixups: Fixup[] = [];
  readonly marks: Mark[] = [];
  tail: Tail | undefined;
  /** In the section; undefined until what is in front has a size. */
  offset: number | undefined;
}

/** A section of one source. */
export class Section {
  /** Its numbered parts (`.subsection`), each a sequence of fragments. They lie one behind the other in the order of their numbers. */
  private readonly parts = new Map<number, Fragment[]>();
  /** The part that is written to. */
  part = 0;
  /** Set by the link. */
  address: bigint | undefined;
  /** The whole section as one fragment without a tail, when laid out. */
  whole: Fragment | undefined;
  /** Bytes of a section without contents. */
  size = 0;
  /** What it is made of, where a linker may join equal ones (`"aM"`, `"aMS"`). */
  entries: { readonly size: number; readonly isText: boolean } | undefined;
  /** Where the link has put what was at an offset, if it has joined entries. */
  moved: ((offset: number) => { readonly base: Section; readonly offset: bigint }) | undefined;

  constructor(
    readonly name: string,
    /** A sum of `SectionFlags`. */
    readonly flags: number,
    /** Zeros that take no room in the file. */
    readonly noBits: boolean,
    public alignment: number,
    /** Of no section at all: where it begins. Places in it are numbers (`.struct`). */
    readonly absolute?: number,
  ) {
    const first = new Fragment();
    first.offset = absolute ?? 0;
    this.parts.set(0, [first]);
  }

  /** In the order in which they lie. */
  get fragments(): readonly Fragment[] {
    return [...this.parts].sort(([a], [b]) => a - b).flatMap(([, fragments]) => fragments);
  }

  get lastPart(): number {
    return Math.max(...this.parts.keys());
  }

  /** Of the part that is written to. */
  private get current(): Fragment[] {
    let fragments = this.parts.get(this.part);
    // Where a further part begins depends on all that is in front of it.
    if (fragments === undefined) this.parts.set(this.part, (fragments = [new Fragment()]));
    return fragments;
  }

  get last(): Fragment {
    return this.current.at(-1)!;
  }

  get isEmpty(): boolean {
    const { fragments } = this;
    return fragments.length === 1 && fragments[0].bytes.length === 0;
  }

  /** Bytes that the source has written, whatever a link has joined. */
  get writtenSize(): number {
    return this.sizeBefore ?? this.size;
  }
  private sizeBefore: number | undefined;

  /** Other contents of a section that is laid out. */
  replaceContents(bytes: Uint8Array): void {
    this.sizeBefore = this.size;
    const whole = new Fragment();
    whole.offset = 0;
    whole.bytes.bytes(bytes);
    this.whole = whole;
    this.size = bytes.length;
  }

  /** The place where the next byte of the part goes. */
  get here(): Place {
    return { section: this, fragment: this.last, offset: this.last.bytes.length };
  }

  /** Ends the last fragment with a tail. */
  close(tail: Tail, sizeIsKnown: boolean): void {
    const { last } = this;
    last.tail = tail;
    const next = new Fragment();
    if (last.offset !== undefined && sizeIsKnown) next.offset = last.offset + last.bytes.length + tail.size;
    this.current.push(next);
  }
}

/** What the first stage makes of one source. */
export interface Unit {
  readonly source: Source;
  readonly sections: readonly Section[];
  readonly symbols: ReadonlyMap<string, AssemblySymbol>;
  /** Of `#define`, for who looks for a name that was mistyped. */
  readonly preprocessorNames: readonly string[];
  /** Some instruction is compressed. */
  readonly hasCompressed: boolean;
}
