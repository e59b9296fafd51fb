import { SectionFlags } from '../../elf/types';
import { StatementError } from '../text/cursor';
import { inLinkOrder } from '../link/link-order';
import { AssemblySymbol, type Term } from './object';
import type { Names } from './names';
import type { SectionStack } from './section-stack';
import type { Expression } from '../statements/syntax';

const DATA = SectionFlags.allocate | SectionFlags.write;

/** The source that a table is made for. */
interface Home {
  readonly sections: SectionStack;
  readonly names: Names;
  /** Puts an integer of `width` bytes into the current section. */
  readonly data: (expression: Expression, width: number) => void;
}

type Name = Extract<Expression, { kind: 'name' }>;

/**
 * The global offset table: code for shared libraries takes addresses from there, and compilers do so for names that may be
 * without a definition (RISC-V ELF specification, "Global Offset Table"). Laid out as GNU ld does it for a program.
 */
export class GlobalOffsets {
  private readonly slots = new Map<string, { readonly name: Name; readonly place: AssemblySymbol }>();

  constructor(private readonly home: Home) {}

  /** The place that will hold the address of a symbol. @throws StatementError for anything else */
  slotOf(name: Expression): Term {
    if (name.kind !== 'name') throw new StatementError(name.span, 'expected the name of a symbol');
    // The name itself is used here, for those who look for its uses.
    this.home.names.resolve(name);
    let slot = this.slots.get(name.name);
    if (slot === undefined) {
      slot = { name, place: new AssemblySymbol('') };
      this.slots.set(name.name, slot);
    }
    return { kind: 'symbol', span: name.span, symbol: slot.place };
  }

  /** At the end of the source: makes the table, if there is something in it. */
  finish(): void {
    const { sections, names, data } = this.home;
    const [first] = this.slots.values();
    if (first === undefined) return;
    const table = sections.named('.got', DATA);
    const forCalls = sections.named('.got.plt', DATA);
    table.alignment = forCalls.alignment = 8;
    // What a dynamic linker would fill in.
    const reserved = (value: bigint): Expression => ({ kind: 'number', span: first.name.span, value });
    sections.enter(forCalls);
    data(reserved(-1n), 8);
    data(reserved(0n), 8);
    sections.enter(table);
    data(reserved(0n), 8);
    const mentioned = [...names.symbols.values()].flatMap((symbol) => {
      const slot = this.slots.get(symbol.name);
      return slot === undefined ? [] : [{ symbol, slot }];
    });
    const isLocal = ({ binding, defined }: AssemblySymbol): boolean => binding === 'local' && defined;
    const local = mentioned.filter(({ symbol }) => isLocal(symbol));
    const global = mentioned.filter(({ symbol }) => !isLocal(symbol));
    for (const { slot } of [...local, ...inLinkOrder(global, ({ symbol }) => symbol.name)]) {
      slot.place.place = sections.current.here;
      slot.place.definition = slot.name.span;
      data(slot.name, 8);
    }
  }
}
