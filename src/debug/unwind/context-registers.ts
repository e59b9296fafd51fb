import { abiNames } from '../../isa/registers';
import type { Record } from '../kernels/record';
import type { AddressSpace } from '../memory/address-space';
import { FrameRegisters } from './frame-registers';

/** Registers that a kernel has saved in a structure, in fields that have their ABI names. */
export const registersIn = (record: Record, space: AddressSpace): FrameRegisters =>
  FrameRegisters.from((number) => {
    const address = record.addressOf(abiNames[number]);
    return address === undefined ? undefined : { kind: 'memory', space, address };
  });
