import { Register } from '../../isa/registers';
import { Privilege, type Hart } from '../../machine/types';
import type { System } from '../system';

/** What tells one thread of control from another: whom a CPU runs now. */
export type ThreadKey = (hart: Hart) => string;

/** A process in its program; in the kernel, where a stack is a thread, the stack. */
export const threadKeyIn =
  ({ kernel }: System): ThreadKey =>
  (hart) => {
    if (hart.privilege !== Privilege.user) return `stack ${hart.readRegister(Register.sp)}`;
    const process = kernel?.currentAddress(hart.id);
    return process === undefined ? `cpu ${hart.id}` : `process ${process} ${kernel?.pidAt(process)}`;
  };
