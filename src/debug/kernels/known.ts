import builtin from './builtin.json';
import { readDescription, type KernelDescription } from './description';
import xv6 from './xv6-riscv.json';

/** The descriptions that are shipped. */
export const knownKernels = (): readonly KernelDescription[] => [
  readDescription(builtin, 'builtin.json'),
  readDescription(xv6, 'xv6-riscv.json'),
];
