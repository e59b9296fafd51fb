import type { Lab } from './format/lab';
import type { Graded } from './grade/graded';
import type { Folder } from './node-folders';

/** The first argument of a process that grades one submission. */
export const GRADES = '--grades-a-submission';

/** What a process of its own is to do: grade one submission. It is told everything, and reads nothing of the lab. */
export interface Errand {
  readonly lab: Lab;
  readonly name: string;
  /** Of the whole workspace; a text says why there are no contents. */
  readonly files: readonly (readonly [string, { readonly base64: string } | string])[];
  /** Whether failing runs are recorded. */
  readonly records: boolean;
}

/** What it comes back with. */
export type Errands =
  | { readonly kind: 'graded'; readonly graded: Graded; readonly recordings: readonly RecordingText[] }
  | { readonly kind: 'failed'; readonly message: string };

/** A recording of a run in which something failed. */
export interface RecordingText {
  /** Such as `main.rec`. */
  readonly name: string;
  readonly base64: string;
}

export const filesToText = (files: Folder): Errand['files'] =>
  [...files].map(([path, bytes]) => [
    path,
    typeof bytes === 'string' ? bytes : { base64: Buffer.from(bytes).toString('base64') },
  ]);

export const filesFromText = (files: Errand['files']): Folder =>
  new Map(
    files.map(([path, one]) => [
      path,
      typeof one === 'string' ? one : new Uint8Array(Buffer.from(one.base64, 'base64')),
    ]),
  );
