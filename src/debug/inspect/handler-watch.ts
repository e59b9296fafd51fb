import type { Trap, TrapReturn } from '../../machine/types';
import { Privilege } from '../../machine/types';
import type { Witness } from '../witness';
import type { System } from '../system';

/** What the kernel was seen to do at the first trap of a cause. */
export interface SeenHandler {
  /** When that trap was taken, and where it came from; what was seen at a trap from user mode is preferred. */
  readonly at: number;
  readonly from: Privilege;
  /**
   * Addresses of the functions that the CPU entered, each once, in order, until it left the trap: by a return, another trap or a
   * switch to other work. The code that the hardware jumps to is none of them.
   */
  readonly path: readonly bigint[];
}

/** A trap that is being followed. */
interface Followed {
  readonly trap: Trap;
  readonly path: Set<bigint>;
  /** The function of the vector. */
  readonly vector: bigint | undefined;
}

interface SavedHandlers {
  readonly seen: ReadonlyMap<string, SeenHandler>;
  readonly followed: Followed | undefined;
  readonly met: number;
}

/** More functions than these are not followed: by then the handler has long been found. */
const MOST_ENTRIES = 64;

/**
 * Finds out by looking on which functions of a kernel handle which cause, where the kernel has no table that says so. The first
 * trap of each cause is followed from function to function; all others cost nothing.
 */
export class HandlerWatch implements Witness {
  addressesChanged: (() => void) | undefined = undefined;
  private seen = new Map<string, SeenHandler>();
  private readonly functions: ReadonlySet<bigint>;
  private followed: Followed | undefined;
  private met = 0;

  constructor(private readonly system: System) {
    this.functions = functionsOf(system);
  }

  /** Instructions before which the machine must stop for `reached`. */
  get addresses(): Iterable<bigint> {
    return this.followed ? this.functions : [];
  }

  /** What was seen of a cause; undefined: nothing yet. */
  of(code: number, interrupt: boolean): SeenHandler | undefined {
    return this.seen.get(keyOf(code, interrupt));
  }

  /** Functions that this cause, and no other that was seen, led to; none as long as there is no other. */
  ownOf(code: number, interrupt: boolean): bigint[] {
    const others = [...this.seen].filter(([key]) => key !== keyOf(code, interrupt));
    const theirs = new Set(others.flatMap(([, { path }]) => path));
    if (others.length === 0) return [];
    return (this.of(code, interrupt)?.path ?? []).filter((address) => !theirs.has(address));
  }

  trap(trap: Trap): void {
    if (this.followed?.trap.cpu === trap.cpu) this.end();
    if (this.followed || this.functions.size === 0) return;
    const known = this.of(trap.cause, trap.interrupt);
    if (known && (known.from === Privilege.user || trap.from !== Privilege.user)) return;
    const vector = this.functionAt(this.system.hart(trap.cpu).pc);
    this.followed = { trap, path: new Set(), vector };
    this.met = 0;
    this.addressesChanged?.();
  }

  trapReturn({ cpu }: TrapReturn): void {
    if (this.followed?.trap.cpu === cpu) this.end();
  }

  /** An instruction of `addresses`, or another that was waited for, is next on a CPU. */
  reached(cpu: number): void {
    const { followed } = this;
    if (!followed) return;
    const { pc } = this.system.hart(cpu);
    // Other CPUs come by as well.
    this.met++;
    if (cpu === followed.trap.cpu) {
      const isSwitch = this.system.kernel?.eventFunctions.get(pc) === 'contextSwitch';
      if (this.functions.has(pc) && pc !== followed.vector) followed.path.add(pc);
      if (isSwitch) return this.end();
    }
    if (this.met >= MOST_ENTRIES) this.end();
  }

  save(): unknown {
    const { seen, followed, met } = this;
    const saved: SavedHandlers = {
      seen: new Map(seen),
      followed: followed && { ...followed, path: new Set(followed.path) },
      met,
    };
    return saved;
  }

  restore({ seen, followed, met }: SavedHandlers): void {
    this.seen = new Map(seen);
    this.followed = followed && { ...followed, path: new Set(followed.path) };
    this.met = met;
    this.addressesChanged?.();
  }

  private end(): void {
    const { trap, path } = this.followed!;
    this.followed = undefined;
    const { at, from, cause, interrupt } = trap;
    if (path.size > 0) this.seen.set(keyOf(cause, interrupt), { at, from, path: [...path] });
    this.addressesChanged?.();
  }

  private functionAt(pc: bigint): bigint | undefined {
    const image = this.system.kernelImage;
    const found = image?.functionAt(pc);
    return found && image!.executedAt(found.symbol.address);
  }
}

/** Where the functions of a kernel begin; none, if it has a table of its handlers: that is read, then. */
function functionsOf({ kernel, kernelImage }: System): Set<bigint> {
  if (!kernelImage || kernel?.description.traps.table !== undefined) return new Set();
  const { symbols } = kernelImage;
  const functions = symbols.all.filter(
    ({ address }) => kernelImage.hasCode(address) && symbols.functionAt(address)?.offset === 0n,
  );
  return new Set(functions.map(({ address }) => kernelImage.executedAt(address)));
}

const keyOf = (code: number, interrupt: boolean): string => `${interrupt ? 'interrupt ' : ''}${code}`;
