import type { Entry } from '../entries';
import type { AddressRange } from '../range-map';
import type { Type } from '../types/model';

/** A function that has code of its own. */
export interface FunctionInformation {
  readonly name: string;
  /** The first instruction. */
  readonly entry: bigint;
  /** All of its code; the first range need not hold the entry when a compiler split the function. */
  readonly ranges: readonly AddressRange[];
  /** Where it is declared, as far as known. */
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly result: Type;
  readonly parameters: readonly { readonly name: string | undefined; readonly type: Type }[];
  readonly isVariadic: boolean;
  /** Visible outside its file. */
  readonly isExternal: boolean;
  /** The code it is made of: itself, lexical blocks, inlined calls. */
  readonly scope: Scope;
}

/** A piece of a function with variables of its own. */
export interface Scope {
  readonly kind: 'function' | 'block' | 'inlined';
  readonly ranges: readonly AddressRange[];
  /** Of parameters and variables, in the order of the source. */
  readonly variables: readonly Entry[];
  readonly scopes: readonly Scope[];
  /** Set for inlined calls. */
  readonly call: InlinedCall | undefined;
}

/** A call that was replaced by the body of the function. */
export interface InlinedCall {
  /** The function whose body it is. */
  readonly name: string;
  readonly ranges: readonly AddressRange[];
  /** Where the function is declared. */
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** Where the call stands; column 0 when unknown. */
  readonly callFile: string | undefined;
  readonly callLine: number | undefined;
  readonly callColumn: number;
}

export const covers = (ranges: readonly AddressRange[], address: bigint): boolean =>
  ranges.some(({ low, high }) => address >= low && address < high);
