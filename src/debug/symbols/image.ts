import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { Type } from '../../toolchain/dwarf/types/model';
import type { NearestSymbol, SymbolTable } from '../../toolchain/symbols';

/** A program as the debugger knows it: the kernel, a user program, or the image of a bare machine. */
export interface Image {
  /** `kernel`, or the program's name. */
  readonly name: string;
  readonly kind: 'kernel' | 'program' | 'machine';
  readonly symbols: SymbolTable;
  readonly entry: bigint;
  /** Whether an address is inside the image's code or data. */
  contains(address: bigint): boolean;
  lineAt(address: bigint): LineRange | undefined;
  functionAt(address: bigint): NearestSymbol | undefined;
  global(name: string): { readonly address: bigint; readonly type: Type } | undefined;
}
