/** How much one source may come to, with the files that it includes and what its macros make. Each statement takes memory to the end. */
export interface Limits {
  readonly statements: number;
  /** Of text. */
  readonly characters: number;
  /** Made by macros of the preprocessor. */
  readonly tokens: number;
  /** Who reads no more than that, of a source in which nothing need be wrong; undefined where going beyond is a mistake. */
  readonly reader?: string;
}

/** Of sources that are assembled to be run. */
export const assemblerLimits: Limits = {
  statements: 2_000_000,
  characters: 64 * 1024 * 1024,
  tokens: 32_000_000,
};

/** Of sources that somebody edits: they are read anew with every change, and what they mean is kept as long as they are open. */
export const editorLimits: Limits = {
  statements: 50_000,
  characters: 8 * 1024 * 1024,
  tokens: 1_000_000,
  reader: 'the editor',
};
