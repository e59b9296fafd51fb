/** The 32 integer registers and what the calling convention uses them for (RISC-V psABI, "Integer Register Convention"). */

interface Register {
  readonly name: string;
  readonly role: string;
}

const register = (name: string, role: string): Register => ({ name, role });
const CALLER = 'a call may change it';
const CALLEE = 'kept across calls';

const registers: readonly Register[] = [
  register('zero', 'always 0'),
  register('ra', 'return address: where the current function goes back to'),
  register('sp', 'stack pointer: the lowest address in use on the stack'),
  register('gp', 'global pointer: the middle of the small global variables'),
  register('tp', 'thread pointer: data of this thread, or of this CPU in a kernel'),
  ...[0, 1, 2].map((n) => register(`t${n}`, `temporary; ${CALLER}`)),
  register('s0', `saved register, or frame pointer (fp); ${CALLEE}`),
  register('s1', `saved register; ${CALLEE}`),
  register('a0', `first argument and result; ${CALLER}`),
  register('a1', `second argument, second half of a wide result; ${CALLER}`),
  ...['third', 'fourth', 'fifth', 'sixth', 'seventh'].map((which, n) =>
    register(`a${n + 2}`, `${which} argument; ${CALLER}`),
  ),
  register('a7', `eighth argument; number of the system call at an ecall; ${CALLER}`),
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => register(`s${n}`, `saved register; ${CALLEE}`)),
  ...[3, 4, 5, 6].map((n) => register(`t${n}`, `temporary; ${CALLER}`)),
];

/** Numbers of the registers that code names: the calling convention's, and those of the context that is switched. */
export const Register = {
  zero: 0,
  ra: 1,
  sp: 2,
  gp: 3,
  tp: 4,
  t0: 5,
  s0: 8,
  a0: 10,
  a1: 11,
  a2: 12,
  a7: 17,
} as const;

/** ABI names of x0 to x31. */
export const abiNames: readonly string[] = registers.map(({ name }) => name);

const numbers: ReadonlyMap<string, number> = new Map([
  ...abiNames.map((name, number) => [name, number] as const),
  ...abiNames.map((_, number) => [`x${number}`, number] as const),
  ['fp', 8] as const,
]);

/** Number of a register by ABI name (`a0`), number (`x10`) or as `fp`; undefined when there is none of that name. */
export const registerNumber = (name: string): number | undefined => numbers.get(name);

/** What the calling convention uses register x`number` for, in a phrase. */
export const registerRole = (number: number): string => registers[number]?.role ?? '';
