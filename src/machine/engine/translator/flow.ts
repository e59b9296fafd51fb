import type { Block, Region } from './blocks';

/** A block, and how control comes to it. Blocks are numbered in reverse postorder: a block comes before those that it leads to, except for loops. */
export interface FlowNode {
  readonly block: Block;
  readonly number: number;
  /** Blocks that are entered from here, and only by an edge that structured code has. */
  readonly successors: readonly FlowNode[];
  /** Some edge comes back to it from what only it leads to. */
  readonly isLoop: boolean;
  /** Blocks that several forward edges lead to, and to which all ways lead through this one, though none more closely. */
  readonly joins: readonly FlowNode[];
  /** More than one forward edge leads to it. */
  readonly isJoin: boolean;
  /** Steps at most, from its start to the next start of a loop or to the end of the region. */
  readonly longest: number;
}

/** All blocks from this one on. */
export function nodesOf(start: FlowNode): ReadonlySet<FlowNode> {
  const nodes = new Set([start]);
  // A set also comes to what is added on the way.
  for (const node of nodes) for (const next of node.successors) nodes.add(next);
  return nodes;
}

interface Draft {
  block: Block;
  number: number;
  successors: Draft[];
  isLoop: boolean;
  joins: Draft[];
  isJoin: boolean;
  longest: number;
  forward: Draft[];
  dominator: Draft | undefined;
}

/** Targets of a block as it says them, taken branch first. */
export function targetsOf({ end }: Block): number[] {
  switch (end.kind) {
    case 'goto':
      return [end.target];
    case 'branch':
      return end.target === end.next ? [end.next] : [end.target, end.next];
    default:
      return [];
  }
}

/**
 * The flow of control in a region, as structured code wants it (Ramsey, "Beyond Relooper", 2022). An edge into the middle of a
 * loop has no place in structured code: it is left out, and so leaves the region. @returns the entry
 */
export function flowOf({ blocks, entry }: Region): FlowNode {
  /** Edges that leave the region, by source and target. */
  const cut = new Set<string>();
  for (;;) {
    const order = reversePostorder(blocks, entry, cut);
    findDominators(order);
    const irreducible = order.flatMap((node) =>
      node.successors
        .filter((target) => target.number <= node.number && !dominates(target, node))
        .map((target) => `${node.block.start} ${target.block.start}`),
    );
    if (irreducible.length === 0) return finish(order);
    for (const edge of irreducible) cut.add(edge);
  }
}

function reversePostorder(
  blocks: ReadonlyMap<number, Block>,
  entry: number,
  cut: ReadonlySet<string>,
): Draft[] {
  const drafts = new Map<number, Draft>();
  const order: Draft[] = [];
  const visit = (block: Block): Draft => {
    const known = drafts.get(block.start);
    if (known) return known;
    const draft: Draft = {
      block, number: 0, successors: [], isLoop: false, joins: [], isJoin: false, longest: 0, forward: [], dominator: undefined,
    }; // prettier-ignore
    drafts.set(block.start, draft);
    for (const target of targetsOf(block)) {
      const next = blocks.get(target);
      if (next && !cut.has(`${block.start} ${target}`)) draft.successors.push(visit(next));
    }
    order.push(draft);
    return draft;
  };
  visit(blocks.get(entry)!);
  order.reverse();
  order.forEach((draft, number) => (draft.number = number));
  return order;
}

/** Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm". */
function findDominators(order: readonly Draft[]): void {
  const predecessors = order.map((): Draft[] => []);
  for (const node of order) for (const target of node.successors) predecessors[target.number].push(node);
  const [entry] = order;
  entry.dominator = entry;
  for (let changed = true; changed;) {
    changed = false;
    for (const node of order.slice(1)) {
      let common: Draft | undefined;
      for (const from of predecessors[node.number]) {
        if (!from.dominator) continue;
        let other = from;
        common ??= from;
        while (common !== other) {
          while (common.number > other.number) common = common.dominator!;
          while (other.number > common.number) other = other.dominator!;
        }
      }
      if (node.dominator !== common) {
        node.dominator = common;
        changed = true;
      }
    }
  }
}

function dominates(above: Draft, node: Draft): boolean {
  while (node.number > above.number) node = node.dominator!;
  return node === above;
}

function finish(order: readonly Draft[]): FlowNode {
  for (const node of order) {
    for (const target of node.successors) {
      if (target.number <= node.number) target.isLoop = true;
      else target.forward.push(node);
    }
  }
  for (const node of order) {
    node.isJoin = node.forward.length > 1;
    if (node.isJoin) node.dominator!.joins.push(node);
  }
  for (const node of [...order].reverse()) {
    const behind = node.successors.map((target) =>
      target.number <= node.number || target.isLoop ? 0 : target.longest,
    );
    node.longest = node.block.instructions.length + Math.max(0, ...behind);
  }
  return order[0];
}
