/** What comes before the report, on a line of its own, where there is no file to write it to. */
export const REPORT = 'trapframe-report ';
