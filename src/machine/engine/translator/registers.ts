import { formats } from '../../../isa/formats';
import { nodesOf, type FlowNode } from './flow';

/** What a region does with registers. Sets of registers are bits of a number, x0 left out. */
export interface Registers {
  /** Those that it reads or writes. */
  readonly used: readonly number[];
  readonly written: number;
  /** Those that may have been written since the region began, at the start of a block. */
  dirtyAt(node: FlowNode): number;
}

export function registersOf(start: FlowNode): Registers {
  const nodes = nodesOf(start);
  const writes = new Map<FlowNode, number>();
  let used = 0;
  for (const node of nodes) {
    let own = 0;
    for (const { row, rd, rs1, rs2 } of node.block.instructions) {
      const shape = formats[row.format];
      if (shape.rd) own |= 1 << rd;
      if (shape.rs1) used |= 1 << rs1;
      if (shape.rs2) used |= 1 << rs2;
    }
    writes.set(node, own & ~1);
    used |= own;
  }
  const dirty = new Map<FlowNode, number>([[start, 0]]);
  const waiting = [start];
  while (waiting.length > 0) {
    const node = waiting.pop()!;
    const out = dirty.get(node)! | writes.get(node)!;
    for (const next of node.successors) {
      const before = dirty.get(next);
      const after = (before ?? 0) | out;
      if (before === after) continue;
      dirty.set(next, after);
      waiting.push(next);
    }
  }
  const numbers = Array.from({ length: 32 }, (_, register) => register);
  return {
    used: numbers.filter((register) => register !== 0 && (used & (1 << register)) !== 0),
    written: [...writes.values()].reduce((all, own) => all | own, 0),
    dirtyAt: (node) => dirty.get(node)!,
  };
}
