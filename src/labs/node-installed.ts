import { UserError } from '../base/errors';
import { findCompiler } from '../toolchain/compiler/node-find';
import type { Lab } from './format/lab';

/** @throws UserError when something is missing that a lab needs: that is no fault of a submission */
export function checkInstalled({ name, needs }: Lab): void {
  if (!needs.includes('c-compiler')) return;
  try {
    findCompiler(process.env);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${name} needs a C compiler: ${error.message}`) : error;
  }
}
