import { foreignProcessor } from '../../base/processor';
import { whyNotRunnable, type ActiveEditor } from './complete';

/** What is known when F5 is pressed and no launch configuration names the program. */
export interface Situation {
  readonly active: (ActiveEditor & { readonly text: string }) | undefined;
  /** It is a source of the kernel, or of the library that programs are linked with. */
  readonly isKernels: boolean;
  /** A program was started in this window before. */
  readonly hasLast: boolean;
}

/** The program that is meant: the active file, the one that was started last, or whichever the user chooses. */
export type Meant = 'file' | 'last' | 'ask';

/** Who stands in the kernel's source, or in a text, does not mean that file by F5. */
export function programMeant({ active, isKernels, hasLast }: Situation): Meant {
  // A new file is meant, and is to be saved first: that is said.
  if (active?.isUntitled) return 'file';
  if (active === undefined || whyNotRunnable(active) !== undefined || isKernels)
    return hasLast ? 'last' : 'ask';
  if (foreignProcessor(active.text) !== undefined) return hasLast ? 'last' : 'ask';
  // A part of a program: what it is linked with is known when it has been started once.
  if (hasLast && !ENTRY.test(active.text)) return 'last';
  return 'file';
}

/** What every program has: where it begins. */
const ENTRY = /\b(?:main|_start)\b/;
