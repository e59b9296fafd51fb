/**
 * Sequences of instructions that are one operation, because compilers write them often: what an operation costs is mostly the
 * jump to its handler. Names as in the table; `c.` says that the instruction has 2 bytes. A `jalr` or `jal` whose result goes to
 * x0 is `jr` or `j`. Of two sequences that fit, the one that stands first is taken.
 *
 * They were chosen by how often some sixty programs (sorting, strings, trees, ciphers, parsers, sieves; from -O0 to -O2, with and without
 * compressed instructions) do them, and by their cost: V8 allocates registers well only in a function of fewer than 8192 values
 * (virtual registers); beyond, all handlers become up to twice as slow.
 */
export const sequences: readonly (readonly string[])[] = [
  'c.add srli c.add c.beq', 'c.add c.add c.add c.add', 'add c.add sb bltu', 'c.lw c.lw addi mul', 'srliw slli srliw slli',
  'lw lw addi mul', 'lbu c.addi c.addw bne', 'add lbu c.addi c.bne', 'add srli add beq', 'c.lw c.lw c.addw bge',
  'c.slli c.add c.ld c.jr', 'or slli c.or srliw', 'c.add c.lw c.addi bltu', 'srli or slli or', 'srliw c.slli c.add c.lw',
  'c.srli mul c.srli sub', 'bltu c.slli auipc addi', 'srliw or slli or', 'c.addi c.addiw c.addi blt', 'c.ld c.ld c.addi c.jr',
  'add add sb bltu', 'c.addi c.addi c.addiw blt', 'c.beq mulw c.addi bgeu', 'xor xor xor xor', 'add c.add c.add c.add',
  'add lbu bne bltu', 'c.beq c.lw beq bge', 'lw c.lw bge sw', 'lw c.addiw sw c.j', 'addi addi addi addi', 'c.sd c.addi addi c.j',
  'or slli or xor', 'c.slli c.or and c.xor', 'c.xor c.add add c.addi', 'sub c.addiw addi blt', 'c.add c.addi bne', 'lbu c.addi c.bne',
  'sb c.addi bne', 'or slli or', 'sltu c.add bne', 'c.slli c.add c.ld', 'c.addi c.addi beq', 'c.addi c.addi bne', 'slli c.add xor',
  'add addi bne', 'c.add c.add c.add', 'srlw c.andi c.bne', 'c.add c.add bne', 'slli auipc addi', 'c.xor c.xor c.xor',
  'c.addi c.add bne', 'xor xor xor', 'or srliw c.slli', 'c.addi c.sd c.sd', 'lw c.lw bge', 'c.add lbu c.addi', 'c.add c.add c.sw',
  'slli add ld', 'addi slli c.add', 'lbu lbu lbu', 'addi addi bne', 'c.beq andi c.beq', 'c.add srli c.andi', 'c.addi and xor',
  'c.or srliw c.or', 'or and c.or', 'c.addiw c.add c.bne', 'mul c.srli mul', 'c.add addiw c.add', 'sb addi bne', 'c.sw c.addi bne',
  'c.addi c.add c.ld', 'addw beq bne', 'addi addi beq', 'add lbu bne', 'add lbu sub', 'c.addi bltu c.j', 'c.slli c.add c.j',
  'c.addiw c.add c.jalr', 'c.add c.add', 'c.addi bne', 'addi mul', 'lbu c.addi', 'add c.add', 'srliw slli', 'c.slli c.add', 'c.add srli',
  'addi addi', 'c.add c.beq', 'c.addi c.addi', 'sb bltu', 'or slli', 'c.lw c.lw', 'xor xor', 'c.add bne', 'addi bne', 'lw lw',
  'auipc addi', 'c.or srliw', 'c.addw bne', 'add add', 'slli c.add', 'c.addi bltu', 'c.add c.ld', 'c.ld c.ld', 'c.addw bge', 'lbu lbu',
  'c.sd c.sd', 'slli add', 'c.addi c.jr', 'c.addi beq', 'mul c.srli', 'c.sw c.j', 'c.addi c.addiw', 'c.addi addi', 'add beq', 'add srli',
  'auipc jalr', 'add lbu', 'srliw c.slli', 'c.addi blt', 'c.slli c.or', 'c.addi c.j', 'xor srli', 'c.addiw c.add', 'c.add c.lw',
  'addi blt', 'sd c.j', 'c.beq mulw', 'c.lw bge', 'beq bge', 'bltu c.slli', 'addi bltu', 'andi c.beq', 'c.beq c.j', 'ld ld', 'slli slli',
  'and xor', 'sw c.j', 'lw c.addiw', 'c.lw c.jr', 'addiw c.add', 'c.xor lw', 'c.add c.sd', 'or and', 'lbu addi', 'srli slli', 'addw beq',
  'c.beq c.lw', 'addi lw', 'add bne', 'lwu c.add', 'addw bne', 'c.ld c.bne', 'c.add c.addiw', 'lw mul', 'blt c.j', 'addi beq', 'bge c.j',
  'add ld', 'beq blt', 'c.add c.bne', 'c.ld beq', 'c.addiw bne', 'add lw', 'c.slli addi', 'and and', 'addi sd', 'addi addiw',
  'c.slli c.slli', 'c.add lw', 'addw bge', 'c.add srliw', 'sw sw', 'c.addi addiw', 'ld c.andi', 'beq mul', 'c.add lbu', 'lui addi',
  'c.sd c.j', 'beq c.j', 'c.and xor', 'c.addi xor', 'bltu c.addw', 'c.add c.j', 'add srliw', 'ld c.addi', 'sd sd', 'ld lw',
].map((names) => names.split(' ')); // prettier-ignore
