import { abiNames } from '../../isa/registers';
import type { Structure } from '../kernels/structure';
import type { AddressSpace } from '../memory/address-space';
import { FrameRegisters } from './frame-registers';

/** Registers that a kernel has saved in a structure, in fields that have their ABI names. */
export const registersIn = (structure: Structure, space: AddressSpace): FrameRegisters =>
  FrameRegisters.from((number) => {
    const address = structure.addressOf(abiNames[number]);
    return address === undefined ? undefined : { kind: 'memory', space, address };
  });
