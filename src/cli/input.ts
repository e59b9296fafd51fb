import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { UserError } from '../base/errors';
import type { Launch } from '../debug/launch/validate';
import { inWords } from '../host/node-files';
import type { Surroundings } from './command';
import { Stdin } from './stdin';

/**
 * A run with `--input FILE` is one whose stdin is that file, or pipe, or device: it is read as it is needed.
 * @throws UserError when it cannot be read
 */
export async function withInput(
  launch: Launch,
  around: Surroundings,
): Promise<{ readonly launch: Launch; readonly around: Surroundings }> {
  const { input, ...options } = launch.options;
  if (!input || 'text' in input) return { launch, around };
  const { path } = input;
  const isFile = await look(path);
  const stdin = new Stdin(createReadStream(path), () => undefined, isFile);
  return { launch: { ...launch, options: { ...options, input: undefined } }, around: { ...around, stdin } };
}

/** @returns whether it is a regular file, which always has what comes next */
async function look(path: string): Promise<boolean> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) throw new UserError(`${path} is a folder, not a file`);
    await access(path, constants.R_OK);
    return about.isFile();
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(inWords(path, error));
  }
}
