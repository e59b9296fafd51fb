import type { Decoded } from '../isa/row';
import type { WatchList } from './stop';

type WatchedWrites = Pick<WatchList, 'registers' | 'csrs'>;

/**
 * The instructions before which engines stop: those with a breakpoint, and those that write a watched register or CSR, which then
 * run by themselves so that nothing comes between them and the report.
 */
export class Marks {
  private breakpoints: ReadonlySet<bigint> = new Set();
  /** Undefined: none. */
  private watched: WatchedWrites | undefined;

  constructor(
    /** @param addresses of instructions whose mark may have changed; undefined: any may */
    private readonly changed: (addresses?: readonly bigint[]) => void,
  ) {}

  /** Replaces the virtual addresses of breakpoints. */
  setBreakpoints(addresses: ReadonlySet<bigint>): void {
    const before = this.breakpoints;
    this.breakpoints = addresses;
    const changed = [
      ...[...before].filter((address) => !addresses.has(address)),
      ...[...addresses].filter((address) => !before.has(address)),
    ];
    if (changed.length > 0) this.changed(changed);
  }

  /** Replaces the registers and CSRs whose writers are marked. */
  setWatches({ registers, csrs }: WatchedWrites): void {
    if (this.watched === undefined && registers.size + csrs.size === 0) return;
    if (this.watched?.registers === registers && this.watched.csrs === csrs) return;
    this.watched = registers.size + csrs.size === 0 ? undefined : { registers, csrs };
    this.changed();
  }

  hasBreakpoint(address: bigint): boolean {
    return this.breakpoints.has(address);
  }

  /** Is any register or CSR watched? */
  get watchesWrites(): boolean {
    return this.watched !== undefined;
  }

  writesWatched({ row, rd, rs1, imm }: Decoded): boolean {
    if (!this.watched) return false;
    if (rd !== 0 && this.watched.registers.has(rd)) return true;
    const { meaning } = row;
    if (meaning.kind !== 'csr' || !this.watched.csrs.has(imm & 0xfff)) return false;
    return meaning.write === 'replace' || rs1 !== 0;
  }

  /** Does an engine stop before this instruction? */
  has(address: bigint, instruction: Decoded): boolean {
    return this.breakpoints.has(address) || this.writesWatched(instruction);
  }
}
