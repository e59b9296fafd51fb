/**
 * What the reader needs of an executable; an `Elf` has all of it. Linked executables only: relocations
 * are not applied.
 */
export interface DebugSource {
  readonly sections: readonly SourceSection[];
  /** Memory that holds code. Without any, every address is taken for possible code. */
  readonly segments?: readonly SourceSegment[];
}

export interface SourceSection {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where the section is in memory; of use for `.eh_frame` alone. */
  readonly address: bigint;
  /** sh_flags; only SHF_COMPRESSED is looked at. */
  readonly flags?: number | bigint;
}

export interface SourceSegment {
  readonly virtualAddress: bigint;
  readonly memorySize: number | bigint;
  readonly executable: boolean;
}
