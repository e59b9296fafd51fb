import type { Lab } from '../format/lab';
import { actions } from './actions';
import { gradescope } from './gradescope';
import { prairielearn } from './prairielearn';

/** What a service needs besides command line, kernel and lab. */
export interface ServicePackage {
  /** One file, or a folder of files. */
  readonly kind: 'zip' | 'folder';
  /** Whether students can read it. */
  readonly isPublic: boolean;
  /** Where the product lies in it, and where the lab. */
  readonly product: string;
  readonly lab: string;
  /** Files of the service's own, by path; executable where their name says so or they begin with `#!`. */
  files(lab: Lab): Readonly<Record<string, string>>;
}

export const packages = { gradescope, prairielearn, actions } as const satisfies Record<
  string,
  ServicePackage
>;
export type PackageName = keyof typeof packages;
export const packageNames = Object.keys(packages) as PackageName[];
