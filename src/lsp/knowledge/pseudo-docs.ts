/** One line for a student on each mnemonic that is no row of the instruction table. */
const table = `
nop         Does nothing.
li          Load immediate: rd = a number of up to 64 bits, in as many instructions as it takes.
la          Load address: rd = the address of a symbol.
lla         Load local address: rd = the address of a symbol.
mv          Move: rd = rs.
move        Move: rd = rs.
not         Bitwise not: rd = all bits of rs, inverted.
neg         Negate: rd = -rs.
negw        Negate word: rd = -rs in 32 bits, sign-extended.
sext.b      Sign-extend byte: rd = the low 8 bits of rs as a signed number.
sext.h      Sign-extend halfword: rd = the low 16 bits of rs as a signed number.
sext.w      Sign-extend word: rd = the low 32 bits of rs as a signed number.
zext.b      Zero-extend byte: rd = the low 8 bits of rs.
zext.h      Zero-extend halfword: rd = the low 16 bits of rs.
zext.w      Zero-extend word: rd = the low 32 bits of rs.
seqz        Set if equal to zero: rd = 1 if rs = 0, else 0.
snez        Set if not equal to zero: rd = 1 if rs is not 0, else 0.
sltz        Set if less than zero: rd = 1 if rs < 0, else 0.
sgtz        Set if greater than zero: rd = 1 if rs > 0, else 0.
sgt         Set if greater than: rd = 1 if rs > rt as signed numbers, else 0.
sgtu        Set if greater than, unsigned: rd = 1 if rs > rt as unsigned numbers, else 0.
beqz        Branch if equal to zero: continues at the target if rs = 0.
bnez        Branch if not equal to zero: continues at the target if rs is not 0.
blez        Branch if less than or equal to zero: continues at the target if rs <= 0.
bgez        Branch if greater than or equal to zero: continues at the target if rs >= 0.
bltz        Branch if less than zero: continues at the target if rs < 0.
bgtz        Branch if greater than zero: continues at the target if rs > 0.
bgt         Branch if greater than: continues at the target if rs > rt as signed numbers.
ble         Branch if less or equal: continues at the target if rs <= rt as signed numbers.
bgtu        Branch if greater than, unsigned: continues at the target if rs > rt as unsigned numbers.
bleu        Branch if less or equal, unsigned: continues at the target if rs <= rt as unsigned numbers.
j           Jump: continues at the target.
jr          Jump register: continues at the address in rs.
ret         Return from a function: continues at the address in ra.
call        Calls a function at any distance: ra = where to return to.
tail        Tail call: continues at a function at any distance; it returns to this function's caller.
jump        Jumps to any distance, with rt as scratch register.
csrr        Reads a control register: rd = csr.
csrw        Writes a control register: csr = the operand.
csrs        Sets bits of a control register: those that are 1 in the operand.
csrc        Clears bits of a control register: those that are 1 in the operand.
csrwi       Writes a number from 0 to 31 to a control register.
csrsi       Sets bits of a control register: those that are 1 in a number from 0 to 31.
csrci       Clears bits of a control register: those that are 1 in a number from 0 to 31.
rdcycle     Reads the counter of clock cycles.
rdtime      Reads the clock.
rdinstret   Reads the counter of executed instructions.
fence.tso   Fence in total store order: what was loaded and stored before counts before what follows, but a store may come after a later load.
pause       Hint to the CPU that this is a loop that waits.
scall       The old name of ecall.
sbreak      The old name of ebreak.
unimp       An instruction that is illegal everywhere: it traps.
`;

/** By mnemonic. */
export const pseudoDocs: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [, name, doc] = /^(\S+)\s+(.*)$/.exec(line)!;
      return [name, doc] as const;
    }),
);
