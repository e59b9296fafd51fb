import type { BlockRecord, TrapRecord } from './records';

/** The first thing in which two runs differ. */
export interface Difference {
  readonly block: number;
  /** `x5`, `mstatus`, `trap 3: mtval`. */
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
}

const BREAKPOINT = 3n;
const LOAD_ACCESS_FAULT = 5n;
const STORE_ACCESS_FAULT = 7n;
const hex = (value: bigint | undefined): string =>
  value === undefined ? 'nothing' : `0x${value.toString(16)}`;

/** @param blocks how many there should be */
export function firstDifference(
  ours: readonly BlockRecord[],
  theirs: readonly BlockRecord[],
  blocks: number,
): Difference | undefined {
  for (let block = 0; block < blocks; block++) {
    const [a, b] = [ours[block], theirs[block]];
    if (!a || !b) {
      return {
        block,
        what: 'the end of the block',
        ours: a ? 'reached' : 'never',
        theirs: b ? 'reached' : 'never',
      };
    }
    const difference = compareTraps(a.traps, b.traps) ?? compareState(a.state, b.state);
    if (difference) return { block, ...difference };
  }
  return undefined;
}

function compareTraps(
  ours: readonly TrapRecord[],
  theirs: readonly TrapRecord[],
): Omit<Difference, 'block'> | undefined {
  for (let n = 0; n < Math.max(ours.length, theirs.length); n++) {
    const [a, b] = [ours[n], theirs[n]];
    const field = a && b ? FIELDS.find((name) => !sameField(a, b, name)) : 'mcause';
    if (field) return { what: `trap ${n}: ${field}`, ours: describe(a, field), theirs: describe(b, field) };
  }
  return undefined;
}

const FIELDS = ['mepc', 'mcause', 'mtval', 'mstatus', 'vector', 'scause', 'sepc', 'stval'] as const;

function sameField(ours: TrapRecord, theirs: TrapRecord, field: keyof TrapRecord): boolean {
  if (field === 'mtval') return sameValue(ours.mcause, ours.mtval, theirs.mtval);
  if (field === 'stval') return sameValue(ours.scause, ours.stval, theirs.stval);
  return ours[field] === theirs[field];
}

const describe = (trap: TrapRecord | undefined, field: keyof TrapRecord): string =>
  trap
    ? `${hex(trap[field])} (mepc ${hex(trap.mepc)}, mcause ${hex(trap.mcause)}, mtval ${hex(trap.mtval)})`
    : 'nothing';

/** Deviations in the trap value: "breakpoint-value", and "split-access", where QEMU tells the aligned address of the part. */
function sameValue(cause: bigint, ours: bigint, theirs: bigint): boolean {
  if (ours === theirs) return true;
  if (cause === BREAKPOINT) return theirs === 0n;
  if (cause !== LOAD_ACCESS_FAULT && cause !== STORE_ACCESS_FAULT) return false;
  return [2n, 4n, 8n].some((width) => ours - (ours % width) === theirs);
}

function compareState(
  ours: BlockRecord['state'],
  theirs: BlockRecord['state'],
): Omit<Difference, 'block'> | undefined {
  for (const name of Object.keys(ours)) {
    if (ours[name] !== theirs[name]) return { what: name, ours: hex(ours[name]), theirs: hex(theirs[name]) };
  }
  return undefined;
}
