import { messageOf, UserError } from '../../../base/errors';
import type { Type } from '../../../toolchain/dwarf/types/model';
import { BreakpointTable, identityOf } from '../table';
import type { BreakpointTerms } from '../trigger';
import { ACCESS_TYPES, DataBreakpoint, type AccessType } from './data-breakpoint';
import { nameOfPlace, readDataId } from './place';

/** A data breakpoint as it is wanted. */
export interface DataWish {
  readonly dataId: string;
  readonly access: AccessType;
  readonly terms: BreakpointTerms;
  /** Of what lies there, if somebody knows: a `dataId` does not tell. */
  readonly type?: Type | undefined;
}

/** What was made of a wish; without a breakpoint, why. */
export interface PlacedData {
  readonly id: number;
  readonly breakpoint?: DataBreakpoint;
  readonly message?: string;
}

/** The data breakpoints of a session; they are set as a whole. */
export class DataTable {
  private placed: ReadonlyMap<string, PlacedData> = new Map();

  constructor(private readonly numbers: BreakpointTable) {}

  /** One that has this one, for whoever looks for himself. */
  static holding(breakpoint: DataBreakpoint): DataTable {
    const table = new DataTable(new BreakpointTable());
    table.placed = new Map([['', { id: breakpoint.id, breakpoint }]]);
    return table;
  }

  get all(): DataBreakpoint[] {
    return [...this.placed.values()].flatMap(({ breakpoint }) => breakpoint ?? []);
  }

  /** Replaces all of them. One that was there before keeps its number, its count of hits and what it saw last. */
  replace(wishes: readonly DataWish[]): PlacedData[] {
    const after = new Map<string, PlacedData>();
    const answers = wishes.map((wish) => {
      const identity = identityOf(`${wish.dataId} ${wish.access}`, wish.terms);
      const known = this.placed.get(identity) ?? after.get(identity);
      const one = known?.breakpoint ? known : place(known?.id ?? this.numbers.nextId(), wish);
      after.set(identity, one);
      return one;
    });
    this.placed = after;
    return answers;
  }
}

function place(id: number, { dataId, access, terms, type }: DataWish): PlacedData {
  try {
    if (!ACCESS_TYPES.includes(access)) {
      throw new UserError(`there is no access type "${access}"; use one of ${ACCESS_TYPES.join(', ')}`);
    }
    const { place: found, terms: own } = readDataId(dataId);
    if (access !== 'write' && found.kind !== 'memory') {
      throw new UserError(`reads of ${nameOfPlace(found)} cannot be told; use the access type write`);
    }
    const typed = found.kind === 'memory' && type ? { ...found, type } : found;
    return { id, breakpoint: new DataBreakpoint(id, typed, access, { ...terms, ...own }) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { id, message: messageOf(error) };
  }
}
