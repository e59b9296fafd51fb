import { ValueType, type FunctionBody } from '../wasm-module';
import { nodesOf, type FlowNode } from './flow';

/** A page that translated code may access, in locals: its virtual address, or -1, and how far the machine's memory is from it. */
export interface KnownPage {
  readonly address: number;
  readonly distance: number;
}

type Access = 'load' | 'store';

/** More cost more in registers of the host than they spare. */
const MOST = 8;

/**
 * Accesses with one base register mostly stay in one page, which a region then keeps in locals: one comparison instead of a look into the
 * translation buffer. Nothing that happens in a region takes a page away.
 */
export class KnownPages {
  private readonly pages = new Map<string, KnownPage>();

  constructor(
    private readonly body: FunctionBody,
    start: FlowNode,
  ) {
    const uses = new Map<string, number>();
    const nodes = nodesOf(start);
    // Where nothing is done again, one access alone gains nothing.
    const fewest = [...nodes].some(({ isLoop }) => isLoop) ? 1 : 2;
    for (const { block } of nodes) {
      for (const { row, rs1 } of block.instructions) {
        const { kind } = row.meaning;
        if (kind === 'load' || kind === 'store') {
          uses.set(keyOf(kind, rs1), (uses.get(keyOf(kind, rs1)) ?? 0) + 1);
        }
      }
    }
    const chosen = [...uses].filter(([, count]) => count >= fewest).sort(([, a], [, b]) => b - a);
    for (const [key] of chosen.slice(0, MOST)) {
      const { i32, i64 } = ValueType;
      this.pages.set(key, { address: body.local(i64), distance: body.local(i32) });
    }
  }

  /** No page is known. An address of all ones is no page's. */
  emitNone(): void {
    for (const { address } of this.pages.values()) this.body.i64Of(-1).set(address);
  }

  of(access: Access, base: number): KnownPage | undefined {
    return this.pages.get(keyOf(access, base));
  }
}

const keyOf = (access: Access, base: number): string => `${access} ${base}`;
