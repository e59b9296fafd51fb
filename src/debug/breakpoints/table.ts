import { messageOf, UserError } from '../../base/errors';
import { Breakpoint, type Target } from './breakpoint';
import type { BreakpointTerms } from './trigger';

/** What was made of one wish for a breakpoint. */
export interface Placed {
  readonly id: number;
  readonly target: Target;
  /** undefined when it cannot hit; `target.message` says why. */
  readonly breakpoint: Breakpoint | undefined;
}

/** All breakpoints of a session, in groups that are set as a whole: those of one file, those on functions, ... */
export class BreakpointTable {
  private readonly groups = new Map<string, ReadonlyMap<string, Placed>>();
  private byAddress = new Map<bigint, Breakpoint[]>();
  private lastId = 0;

  /** Addresses of all of them. */
  addresses(): Iterable<bigint> {
    return this.byAddress.keys();
  }

  *all(): Iterable<Breakpoint> {
    for (const group of this.groups.values()) {
      for (const { breakpoint } of group.values()) if (breakpoint) yield breakpoint;
    }
  }

  /** Those with a place at an address, in whatever program. */
  at(address: bigint): readonly Breakpoint[] {
    return this.byAddress.get(address) ?? [];
  }

  /**
   * Replaces a group. A wish that was there before keeps its number; and, while it is the same place of the same program, its count of hits.
   * @param wishes `key` tells two wishes of the group apart, apart from their terms
   */
  replace(
    group: string,
    wishes: readonly { key: string; target: Target; terms?: BreakpointTerms }[],
  ): Placed[] {
    const before = this.groups.get(group);
    const after = new Map<string, Placed>();
    const placed = wishes.map(({ key, target, terms = {} }) => {
      const identity = identityOf(key, terms);
      const known = before?.get(identity);
      const one =
        known && sameTarget(known.target, target)
          ? known
          : this.place(known?.id ?? this.nextId(), target, {
              ...terms,
              // "This process" is the one that was meant when the breakpoint was made.
              pid: known?.breakpoint?.terms.pid ?? terms.pid,
            });
      after.set(identity, one);
      return one;
    });
    this.groups.set(group, after);
    this.index();
    return placed;
  }

  /** A number that no breakpoint of this session has had. */
  nextId(): number {
    return ++this.lastId;
  }

  private place(id: number, target: Target, terms: BreakpointTerms): Placed {
    if (target.places.length === 0) return { id, target, breakpoint: undefined };
    try {
      return { id, target, breakpoint: new Breakpoint(id, target, terms) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { id, target: { ...target, message: messageOf(error) }, breakpoint: undefined };
    }
  }

  private index(): void {
    this.byAddress = new Map();
    for (const group of this.groups.values()) {
      for (const { breakpoint } of group.values()) {
        for (const { address } of breakpoint?.target.places ?? []) {
          const there = this.byAddress.get(address);
          if (!there) this.byAddress.set(address, [breakpoint!]);
          else if (!there.includes(breakpoint!)) there.push(breakpoint!);
        }
      }
    }
  }
}

/** What a wish without a place is waiting for, or fails for, is what the client is told of it. */
const sameTarget = (a: Target, b: Target): boolean =>
  a.message === b.message &&
  a.places.length === b.places.length &&
  a.places.every(({ address, image }, i) => address === b.places[i].address && image === b.places[i].image);

/** Tells wishes apart that are made anew each time one of their group changes. */
export const identityOf = (
  key: string,
  { condition, hitCondition, logMessage, mode }: BreakpointTerms,
): string => JSON.stringify([key, condition, hitCondition, logMessage, mode]);
