import type { Judge, Verdict } from '../debug/run/verdict';
import type { Stop } from '../debug/run/stop';
import type { Hart, WatchedAccess, WatchList } from '../machine/types';
import type { GdbStop, Point } from './target';

/** A watchpoint, where its bytes are in physical memory. */
interface Watch {
  readonly point: Point & { readonly kind: 'write' | 'read' | 'access' };
  readonly physical: number;
}

const LONGEST = 4096;

/** The client's breakpoints and watchpoints: where the machine stops, in whatever mode and address space. */
export class PointJudge implements Judge {
  private instructions: ReadonlySet<bigint> = new Set();
  private watches: readonly Watch[] = [];
  /** What a stop of a run means to the client. */
  private readonly told = new WeakMap<Stop, GdbStop>();

  /** @param physical where a virtual address is; undefined: nowhere, and nothing is watched */
  set(points: readonly Point[], physical: (address: bigint) => number | undefined): void {
    this.instructions = new Set(
      points.filter(({ kind }) => kind === 'instruction').map(({ address }) => address),
    );
    this.watches = points.flatMap((point) => {
      if (point.kind === 'instruction') return [];
      const at = physical(point.address);
      return at === undefined ? [] : [{ point: { ...point, kind: point.kind }, physical: at }];
    });
  }

  /** What the machine has to tell of. */
  get watchList(): WatchList {
    return {
      memory: this.watches.map(({ point, physical }) => ({
        address: physical,
        length: Math.min(Math.max(point.length, 1), LONGEST),
        reads: point.kind !== 'write',
        writes: point.kind !== 'read',
      })),
      registers: new Set(),
      csrs: new Set(),
    };
  }

  addresses(): Iterable<bigint> {
    return this.instructions;
  }

  atAddress(hart: Hart): Verdict | undefined {
    return this.instructions.has(hart.pc) ? this.verdict({ kind: 'trap', cpu: hart.id }) : undefined;
  }

  atTrap(): undefined {
    return undefined;
  }

  atReturn(): undefined {
    return undefined;
  }

  atAccess(hart: Hart, access: WatchedAccess): Verdict | undefined {
    if (access.kind !== 'memory') return undefined;
    const hit = this.watches.find(
      ({ point, physical }) =>
        physical < access.address + access.length &&
        access.address < physical + Math.max(point.length, 1) &&
        (point.kind === 'access' || (point.kind === 'write') === access.isWrite),
    );
    if (!hit) return undefined;
    const { kind, address } = hit.point;
    return this.verdict({ kind: 'watch', cpu: hart.id, access: kind, address });
  }

  /** What a stop that came of a verdict is to the client. */
  meaning(stop: Stop): GdbStop {
    return this.told.get(stop) ?? { kind: 'interrupt', cpu: stop.cpu };
  }

  private verdict(meaning: GdbStop & { cpu: number }): Verdict {
    const stop: Stop = {
      why: { kind: meaning.kind === 'watch' ? 'data' : 'breakpoint', breakpoints: [] },
      cpu: meaning.cpu,
      description: 'Asked for by gdb',
    };
    this.told.set(stop, meaning);
    return { stop, hit: [], lines: [] };
  }
}
