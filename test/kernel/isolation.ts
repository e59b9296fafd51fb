/** `TRAPFRAME_ISOLATION=on`: everything that the kernel's tests try is tried with page-table isolation. */
const isWanted = process.env['TRAPFRAME_ISOLATION'] === 'on';

/** Boot arguments, with isolation where it is wanted and possible. */
export const withIsolation = (bootargs: string): string =>
  isWanted && !/isolation=|control=direct/.test(bootargs) ? `${bootargs} isolation=on`.trim() : bootargs;
