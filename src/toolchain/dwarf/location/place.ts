/** Where a value is at one moment, as an expression of the debug information tells it. */
export type ValuePlace =
  | { readonly kind: 'memory'; readonly address: bigint }
  /** By DWARF number: 0 to 31 are x0 to x31. */
  | { readonly kind: 'register'; readonly register: number }
  /** It is nowhere, but this is it: little endian. */
  | { readonly kind: 'value'; readonly bytes: Uint8Array }
  | { readonly kind: 'pieces'; readonly pieces: readonly Piece[] }
  /** Its value cannot be known here; the reason in words, such as `optimized out`. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** A part of a value that is spread over several places, in order from the least significant. */
export interface Piece {
  readonly place: ValuePlace;
  /** In bits. */
  readonly size: number;
  /** In bits, from the start of the place. */
  readonly offset: number;
}

/** What evaluating an expression needs to know of the frame it is evaluated in. */
export interface FrameState {
  /** An address in the function; of a caller's frame, one inside of its call instruction. */
  readonly pc: bigint;
  /** The frame's value of a register by DWARF number; undefined when it is lost. */
  register(number: number): bigint | undefined;
  /** The bytes at an address, or undefined when they cannot be read. */
  readMemory(address: bigint, size: number): Uint8Array | undefined;
  /** The canonical frame address, if frame information tells it. */
  cfa?(): bigint | undefined;
  /** The frame of the call, of the same program. */
  caller?(): FrameState | undefined;
}

export const unavailable = (reason: string): ValuePlace => ({ kind: 'unavailable', reason });
