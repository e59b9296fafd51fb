/**
 * Sequences of instructions that are one operation, because compilers write them often: what an operation costs is mostly the
 * jump to its handler. Names as in the table; `c.` says that the instruction has 2 bytes. A `jalr` or `jal` whose result goes to
 * x0 is `jr` or `j`. Of two sequences that fit, the one that stands first is taken.
 */
export const sequences: readonly (readonly string[])[] = [
  // Loops over arrays.
  'sb c.add srli', 'c.lw lw addi', 'mul c.add', 'sb c.addi bne', 'sb c.addi', 'c.addi c.addi bne', 'c.addi c.addi', 'c.addi bne',
  'c.add c.beq', 'c.add c.bne', 'c.add bne', 'c.addi bltu', 'c.addi beq', 'c.addi c.bne', 'add lbu c.bne', 'add lbu', 'lbu beq', 'lbu blt',
  'c.add c.lw c.addi', 'c.add c.lw', 'c.lw c.addi', 'c.ld c.ld c.addiw', 'c.addiw c.add c.bne', 'lbu c.bne', 'lbu c.addi', 'lw c.addi',
  // Shifts, masks and rotations.
  'slli srliw c.srai', 'slli srliw or', 'and c.xor', 'c.xor slli', 'srliw slli or', 'srliw slli c.or', 'srliw or', 'or slli', 'slli c.or', 'slli or',
  'slli srliw', 'srliw slli', 'xor xor c.add', 'xor xor', 'xor c.add', 'or c.add', 'c.xor c.xor', 'srli slli', 'srli c.add', 'and and',
  // Moves, calls, stack frames.
  'c.add c.add c.add', 'c.add c.add', 'c.add c.addi', 'c.slli c.add c.ld', 'c.slli c.add', 'c.add c.ld', 'c.addi addi c.j', 'c.addi addi', 'addi c.j',
  'c.sd c.addi', 'c.addi c.add', 'c.lw c.slli', 'c.ld c.sd', 'c.addi c.sd', 'c.ld c.addi', 'c.ld c.ld', 'c.sd c.sd', 'c.sw c.addi',
  'auipc jalr', 'auipc addi', 'c.addi sd', 'ld ld', 'sd c.j', 'sd ld', 'ld c.ld', 'sd sd', 'ld sd', 'c.beq c.j', 'c.bne c.j',
  'ld c.addi', 'addi c.ld', 'sw c.j', 'ld addi', 'ld c.add', 'c.add ld', 'ld lw', 'c.sd ld',
].map((names) => names.split(' ')); // prettier-ignore
