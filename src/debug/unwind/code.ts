import { Register } from '../../isa/registers';
import { decode } from '../../isa/decode';
import type { Decoded } from '../../isa/row';
import type { AddressSpace } from '../memory/address-space';

/** The 32 bits at an address, or the 16 that can be read at the end of a page. */
export function instructionWord(space: AddressSpace, address: bigint): number | undefined {
  const word = space.readNumber(address, 4) ?? space.readNumber(address, 2);
  return word === undefined ? undefined : Number(word);
}

/**
 * Whether a function is called by the instruction in front of it, the last of the function before: of one that does not
 * return. Otherwise nobody returns to a function's own beginning; a thread that was made to begin there has it in ra.
 */
export function isBehindCall(space: AddressSpace, beginning: bigint): boolean {
  const near = decodedAt(space, beginning - 4n);
  if (near?.row.name === 'jal' && near.rd === Register.ra) return BigInt(near.imm) === 4n;
  if (near?.row.name === 'jalr' && near.rd === Register.ra) {
    const upper = decodedAt(space, beginning - 8n);
    // A call in two instructions tells where it goes; one through a register might go anywhere.
    if (upper?.row.name === 'auipc' && upper.rd === near.rs1) return upper.imm + near.imm === 8;
    return true;
  }
  const short = decodedAt(space, beginning - 2n);
  return short?.length === 2 && short.row.name === 'jalr' && short.rd === Register.ra;
}

function decodedAt(space: AddressSpace, address: bigint): Decoded | undefined {
  const word = instructionWord(space, address);
  return word === undefined ? undefined : decode(word);
}
