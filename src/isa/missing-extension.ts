import { decode } from './decode';

/** An extension of RISC-V that the machine does not have. */
interface Missing {
  readonly letter: string;
  readonly what: string;
}

const F: Missing = { letter: 'F', what: 'single-precision floating point' };
const D: Missing = { letter: 'D', what: 'double-precision floating point' };
const Q: Missing = { letter: 'Q', what: 'quad-precision floating point' };
const HALF: Missing = { letter: 'Zfh', what: 'half-precision floating point' };
const V: Missing = { letter: 'V', what: 'vectors' };
const B: Missing = { letter: 'B', what: 'bit manipulation' };
const H: Missing = { letter: 'H', what: 'hypervisor' };
const CACHE: Missing = { letter: 'Zicbom', what: 'cache blocks' };

/** Loads and stores of registers that are not integer ones, by width. */
const BY_WIDTH: readonly (Missing | undefined)[] = [V, HALF, F, D, Q, V, V, V];
/** Computations, by format. */
const BY_FORMAT: readonly Missing[] = [F, D, HALF, Q];
/** Major opcodes (unprivileged specification, "RV32/64G Instruction Set Listings"). */
const Opcode = {
  loadFp: 0x07,
  miscMem: 0x0f,
  opImm: 0x13,
  opImm32: 0x1b,
  storeFp: 0x27,
  op: 0x33,
  op32: 0x3b,
  madd: 0x43,
  msub: 0x47,
  nmsub: 0x4b,
  nmadd: 0x4f,
  opFp: 0x53,
  opV: 0x57,
  system: 0x73,
} as const;
/** Upper seven bits of what is added to the integer computations. */
const BIT_FUNCTIONS: readonly number[] = [0x04, 0x05, 0x10, 0x14, 0x20, 0x24, 0x30, 0x34, 0x35];

/**
 * Of which extension an instruction is that the machine does not know, in words: `the D extension (double-precision floating point)`;
 * undefined: of none that many have.
 */
export function missingExtension(word: number): string | undefined {
  const found = isCsrOf(word) ?? (decode(word) === undefined ? extensionOf(word) : undefined);
  return found && `the ${found.letter} extension (${found.what})`;
}

function extensionOf(word: number): Missing | undefined {
  const width = (word >>> 12) & 7;
  if ((word & 3) !== 3) {
    // c.fld and c.fsd, and the same from the stack; those of single precision are only in RV32.
    const quadrant = word & 3;
    const high = (word >>> 13) & 7;
    return quadrant !== 1 && (high === 1 || high === 5) ? D : undefined;
  }
  switch (word & 0x7f) {
    case Opcode.loadFp:
    case Opcode.storeFp:
      return BY_WIDTH[width];
    case Opcode.madd:
    case Opcode.msub:
    case Opcode.nmsub:
    case Opcode.nmadd:
    case Opcode.opFp:
      return BY_FORMAT[(word >>> 25) & 3];
    case Opcode.opV:
      return V;
    case Opcode.op:
    case Opcode.op32:
    case Opcode.opImm:
    case Opcode.opImm32:
      return BIT_FUNCTIONS.includes((word >>> 25) & 0x7e) || BIT_FUNCTIONS.includes(word >>> 25)
        ? B
        : undefined;
    case Opcode.miscMem:
      return width === 2 ? CACHE : undefined;
    case Opcode.system:
      return width === 4 ? H : undefined;
    default:
      return undefined;
  }
}

/** The CSRs of floating point and vectors are at the beginning of the user's. */
function isCsrOf(word: number): Missing | undefined {
  if ((word & 0x7f) !== Opcode.system || (word & 0x3000) === 0) return undefined;
  const csr = word >>> 20;
  if (csr >= 0x001 && csr <= 0x003) return F;
  return (csr >= 0x008 && csr <= 0x00f) || (csr >= 0xc20 && csr <= 0xc22) ? V : undefined;
}
