import { csrs } from '../isa/csrs';
import { abiNames } from '../isa/registers';

/** Numbers of registers as this description gives them (GDB manual, "RISC-V Features"). */
export const PC = 32;
export const FIRST_FLOAT = 33;
const FLOATS = 32;
export const FIRST_CSR = FIRST_FLOAT + FLOATS;
/** The privilege level, which is in no register that a program could read. */
export const PRIVILEGE = FIRST_CSR + 4096;

const feature = (name: string, registers: readonly string[]): string =>
  `<feature name="org.gnu.gdb.riscv.${name}">${registers.join('')}</feature>`;

const register = (name: string, number: number, rest = ''): string =>
  `<reg name="${name}" bitsize="64" regnum="${number}"${rest}/>`;

/**
 * Where the registers of an extension would be that the machine does not have. gdb refuses a target without them for a file that was
 * compiled for floating point, as compilers do when nobody says otherwise, though no instruction of it is there.
 */
export const isFloat = (number: number): boolean => number >= FIRST_FLOAT && number < FIRST_CSR;

/** What registers there are: the CPU's, all CSRs of the machine, and the privilege level. */
export const targetDescription = [
  '<?xml version="1.0"?><!DOCTYPE target SYSTEM "gdb-target.dtd">',
  '<target version="1.0"><architecture>riscv:rv64</architecture>',
  feature('cpu', [
    ...abiNames.map((name, number) =>
      register(name, number, name === 'ra' ? ' type="code_ptr"' : name === 'sp' ? ' type="data_ptr"' : ''),
    ),
    register('pc', PC, ' type="code_ptr"'),
  ]),
  feature(
    'fpu',
    Array.from({ length: FLOATS }, (_, number) =>
      register(`f${number}`, FIRST_FLOAT + number, ' type="ieee_double" group="float"'),
    ),
  ),
  feature(
    'csr',
    csrs.map(({ name, number }) => register(name, FIRST_CSR + number, ' group="csr"')),
  ),
  feature('virtual', [register('priv', PRIVILEGE)]),
  '</target>',
].join('');
