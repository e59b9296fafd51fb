import type { Lab } from '../format/lab';

/** The folder of a lab within a package: its name, which results have, as far as scripts can write it. */
export const folderOf = ({ name }: Lab): string =>
  name.replaceAll(/[^A-Za-z0-9_.-]/g, '_').replace(/^[-.]/, '_');
