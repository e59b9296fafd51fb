import path from 'node:path';

/** The folder of the repository. */
export const root = path.resolve(__dirname, '..');

/** A path inside the repository. */
export const inRoot = (...parts: string[]): string => path.join(root, ...parts);

/** The version in package.json, and what is called after it. */
export { version } from '../package.json';
