import { DebugInformation } from '../../toolchain/dwarf/debug-information';
import type { UnwindRow } from '../../toolchain/dwarf/frame/row';
import type { InlinedCall } from '../../toolchain/dwarf/functions/model';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { Type } from '../../toolchain/dwarf/types/model';
import type { Elf } from '../../toolchain/elf/types';
import { isAssembly } from './source-paths';
import { SymbolTable, type NearestSymbol } from '../../toolchain/symbols';

/** A part of an image in memory. */
export interface Extent {
  readonly low: bigint;
  /** Behind its last byte. */
  readonly high: bigint;
  readonly isCode: boolean;
  readonly isWritable: boolean;
}

/** A program as the debugger knows it: the kernel, a user program, or the image of a bare machine. */
export class Image {
  readonly symbols: SymbolTable;
  readonly debug: DebugInformation;
  readonly entry: bigint;
  /** The file that it was read from. */
  readonly path: string;
  private readonly ranges: readonly Extent[];

  constructor(
    /** `kernel`, or the program's name. */
    readonly name: string,
    readonly kind: 'kernel' | 'program' | 'machine',
    elf: Elf,
  ) {
    this.symbols = new SymbolTable(elf);
    this.debug = DebugInformation.of(elf);
    this.entry = elf.entry;
    this.path = elf.name;
    this.ranges = elf.segments.map(
      ({ virtualAddress: low, memorySize, executable: isCode, writable: isWritable }) => ({
        low,
        high: low + BigInt(memorySize),
        isCode,
        isWritable,
      }),
    );
  }

  /** Code that is executed at another address than the one it is linked at. */
  private moved: { readonly low: bigint; readonly high: bigint; readonly by: bigint } | undefined;

  /** Says that `size` bytes of code, linked at `home`, are executed at `address`. */
  alias(address: bigint, home: bigint, size: number): void {
    this.moved = { low: address, high: address + BigInt(size), by: home - address };
  }

  /** Where the code that is linked at an address is executed. */
  executedAt(home: bigint): bigint {
    const { moved } = this;
    if (!moved) return home;
    const address = home - moved.by;
    return address >= moved.low && address < moved.high ? address : home;
  }

  /** All addresses at which the code that is linked at one may be executed: where it is executed in fact comes first. */
  placesOf(home: bigint): readonly bigint[] {
    const address = this.executedAt(home);
    return address === home ? [home] : [address, home];
  }

  /** Where the code that is executed at an address is linked. */
  private linkedAt(address: bigint): bigint {
    const { moved } = this;
    return moved && address >= moved.low && address < moved.high ? address + moved.by : address;
  }

  /** Where the parts of the image lie. */
  get extents(): readonly Extent[] {
    return this.ranges;
  }

  /** The part of the image that an address is in. */
  segmentAt(address: bigint): Extent | undefined {
    return this.ranges.find(({ low, high }) => address >= low && address < high);
  }

  /** Whether an address is inside the image's code or data. */
  contains(address: bigint): boolean {
    const home = this.linkedAt(address);
    return this.ranges.some(({ low, high }) => home >= low && home < high);
  }

  /** Where the part of the image ends that an address is in. */
  endOf(address: bigint): bigint | undefined {
    return this.ranges.find(({ low, high }) => address >= low && address < high)?.high;
  }

  /** Whether an address is in a part of the image that can be executed. */
  hasCode(address: bigint): boolean {
    const home = this.linkedAt(address);
    return this.ranges.some(({ low, high, isCode }) => isCode && home >= low && home < high);
  }

  /** The source line that the code at an address comes from; undefined where the compiler made it up. */
  lineAt(address: bigint): LineRange | undefined {
    const range = this.debug.lines.at(this.linkedAt(address));
    return range && range.line > 0 ? range : undefined;
  }

  /** The inlined calls around an address, innermost first. */
  inlinedAt(address: bigint): readonly InlinedCall[] {
    return this.debug.functions.inlinedAt(this.linkedAt(address));
  }

  functionAt(address: bigint): NearestSymbol | undefined {
    return this.symbols.functionAt(this.linkedAt(address));
  }

  /** `main+8`: the symbol around an address, of code or data. */
  nameOf(address: bigint): string | undefined {
    const home = this.linkedAt(address);
    const found =
      this.symbols.objectAt(home) ?? (this.hasCode(home) ? this.symbols.functionAt(home) : undefined);
    if (!found) return undefined;
    return found.offset === 0n ? found.symbol.name : `${found.symbol.name}+${found.offset}`;
  }

  /** A variable outside of functions that has an address, and its type; of several static ones, that of the file which has the code. */
  global(
    name: string,
    seenFrom?: () => bigint,
  ): { readonly address: bigint; readonly type: Type } | undefined {
    const variable = this.debug.variables.global(name, seenFrom && (() => this.linkedAt(seenFrom())));
    return variable?.address === undefined ? undefined : { address: variable.address, type: variable.type };
  }

  /** How to find the caller of the code at an address; undefined where nothing is written down about it. */
  unwindRow(address: bigint): UnwindRow | undefined {
    return this.debug.frames.rowAt(this.linkedAt(address));
  }

  /** The first instruction of a function behind the setting up of its frame: the entry, for assembly. */
  afterPrologue(entry: bigint): bigint {
    const information = this.debug.functions.at(entry);
    const isC = information?.entry === entry && !isAssembly(this.lineAt(entry)?.file ?? '');
    return isC ? this.debug.functions.afterPrologue(information) : entry;
  }
}
