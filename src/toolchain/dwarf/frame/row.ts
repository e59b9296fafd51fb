/** How to find the caller's registers at one address (DWARF 5, 6.4.1). */
export interface UnwindRow {
  readonly cfa: CfaRule | undefined;
  /** By DWARF register number; registers without a rule follow the calling convention. */
  readonly registers: ReadonlyMap<number, RegisterRule>;
  /** The register whose caller's value is the return address. */
  readonly returnAddressRegister: number;
  /** The frame was interrupted, so the caller's pc is an instruction that has not run yet. */
  readonly isSignalFrame: boolean;
}

/** The canonical frame address: the value of the stack pointer before the call. */
export type CfaRule =
  | { readonly kind: 'register'; readonly register: number; readonly offset: bigint }
  | { readonly kind: 'expression'; readonly expression: Uint8Array };

export type RegisterRule =
  /** Lost; of the return address: there is no caller. */
  | { readonly kind: 'undefined' }
  | { readonly kind: 'sameValue' }
  /** Saved at CFA + offset. */
  | { readonly kind: 'offset'; readonly offset: bigint }
  /** It is CFA + offset. */
  | { readonly kind: 'valueOffset'; readonly offset: bigint }
  | { readonly kind: 'register'; readonly register: number }
  /** Saved at the address that the expression computes from the CFA. */
  | { readonly kind: 'expression'; readonly expression: Uint8Array }
  | { readonly kind: 'valueExpression'; readonly expression: Uint8Array };
