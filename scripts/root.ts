import path from 'node:path';

/** A path inside the repository. */
export const inRoot = (...parts: string[]): string => path.resolve(__dirname, '..', ...parts);
