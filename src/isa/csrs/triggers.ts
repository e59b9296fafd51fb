/** Hardware triggers, of which this machine has none and says so by zeros (debug specification, "Trigger Module", "Enumeration"). */
import { csr } from './csr';
import type { Csr } from './csr';

export const triggerCsrs: readonly Csr[] = [
  csr(0x7a0, 'tselect', 'Trigger select: which hardware trigger tdata1 to tdata3 show; always 0 here.'),
  csr(0x7a1, 'tdata1', 'Trigger data 1: kind of the trigger; always 0, which says that there is none.'),
  csr(0x7a2, 'tdata2', 'Trigger data 2; always 0 on this machine.'),
  csr(0x7a3, 'tdata3', 'Trigger data 3; always 0 on this machine.'),
];
