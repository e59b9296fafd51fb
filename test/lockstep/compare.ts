import { Cause } from '../../src/isa/causes';
import { MAX_TRAPS } from './harness';
import { END_MARK, type Log, STATE_WORDS, TRAP_MARK, TRAP_WORDS, type TrapRecord } from './records';

/** The first thing in which two runs differ. */
export interface Difference {
  /** Number of the pass, counted through all blocks. */
  readonly pass: number;
  /** `x5`, `mstatus`, `trap 3: mtval`. */
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface Comparison {
  readonly difference?: Difference;
  /** Instructions that were compared: executed by blocks, or trapped. */
  readonly instructions: number;
  /** Passes that came to the block's end instruction by instruction: no fetch failed. */
  readonly whole: readonly boolean[];
}

/** Instructions of the harness that retire, and are counted, for each trap: between its two looks at minstret. */
const HARNESS_INSTRUCTIONS = 72;

const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** @param passes how many there should be */
export function compareLogs(ours: Log, theirs: Log, passes: number): Comparison {
  const whole: boolean[] = [];
  let instructions = 0;
  for (let pass = 0; pass < passes; pass++) {
    let traps = 0;
    let fetched = true;
    for (; ours.mark === TRAP_MARK && theirs.mark === TRAP_MARK; traps++) {
      const difference = ours.equals(theirs) ? undefined : differentTraps(ours.trap(), theirs.trap(), traps);
      if (difference) return { difference: { pass, ...difference }, instructions, whole };
      fetched &&= !isFetchFault(ours);
      ours.next();
      theirs.next();
    }
    const difference = differentEnds(ours, theirs, traps);
    if (difference) return { difference: { pass, ...difference }, instructions, whole };
    instructions += ours.retired - traps * (HARNESS_INSTRUCTIONS - 1);
    whole.push(fetched && traps <= MAX_TRAPS);
    ours.next();
    theirs.next();
  }
  return { instructions, whole };
}

/** Then the rest of the block is not executed. */
function isFetchFault(log: Log): boolean {
  const cause = log.exception('mcause');
  const first = cause === Cause.ecallFromSupervisor ? log.exception('scause') : cause;
  return first === Cause.instructionAccessFault || first === Cause.instructionPageFault;
}

type Different = Omit<Difference, 'pass'> | undefined;

function differentTraps(ours: TrapRecord, theirs: TrapRecord, number: number): Different {
  const field = TRAP_WORDS.find((name) => !sameField(ours, theirs, name));
  return field && { what: `trap ${number}: ${field}`, ours: told(ours, field), theirs: told(theirs, field) };
}

function sameField(ours: TrapRecord, theirs: TrapRecord, field: keyof TrapRecord): boolean {
  if (field === 'mtval') return sameValue(ours.mcause, ours.mtval, theirs.mtval);
  if (field === 'stval') return sameValue(ours.scause, ours.stval, theirs.stval);
  return ours[field] === theirs[field];
}

const told = (trap: TrapRecord, field: keyof TrapRecord): string =>
  `${hex(trap[field])} (mepc ${hex(trap.mepc)}, mcause ${hex(trap.mcause)}, mtval ${hex(trap.mtval)})`;

const END_OF_ADDRESSES = 1n << 64n;

/**
 * Deviations in the trap value: "breakpoint-value"; "store-around", where QEMU may tell 0; "split-access", where it tells
 * the aligned address of the part.
 */
function sameValue(cause: bigint, ours: bigint, theirs: bigint): boolean {
  if (ours === theirs) return true;
  if (cause === BigInt(Cause.breakpoint)) return theirs === 0n;
  if (cause !== BigInt(Cause.loadAccessFault) && cause !== BigInt(Cause.storeAccessFault)) return false;
  if (cause === BigInt(Cause.storeAccessFault) && theirs === 0n && ours > END_OF_ADDRESSES - 8n) return true;
  return [2n, 4n, 8n].some((width) => ours - (ours % width) === theirs);
}

function differentEnds(ours: Log, theirs: Log, traps: number): Different {
  if (ours.mark !== END_MARK || theirs.mark !== END_MARK) {
    if (ours.mark === TRAP_MARK || theirs.mark === TRAP_MARK) {
      const [a, b] = [ours, theirs].map((log) =>
        log.mark === TRAP_MARK ? told(log.trap(), 'mcause') : 'nothing',
      );
      return { what: `trap ${traps}: mcause`, ours: a, theirs: b };
    }
    const [a, b] = [ours, theirs].map((log) => (log.mark === END_MARK ? 'reached' : 'never'));
    return { what: 'the end of the block', ours: a, theirs: b };
  }
  if (ours.equals(theirs)) return undefined;
  const [a, b] = [ours.state(), theirs.state()];
  const n = a.findIndex((value, at) => value !== b[at]);
  return { what: STATE_WORDS[n], ours: hex(a[n]), theirs: hex(b[n]) };
}
