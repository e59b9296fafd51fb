/**
 * Sequences of instructions that are one operation, because compilers write them often: what an operation costs is mostly the
 * jump to its handler. Names as in the table; `c.` says that the instruction has 2 bytes. A `jalr` or `jal` whose result goes to
 * x0 is `jr` or `j`. `<1`: its rs1 is the rd of the instruction before it, whose result needs no way through memory; `<2`: its rs2.
 * `loop`: when its branch leads to its own start, it goes round without a dispatch. Of two sequences that fit, the one that stands first
 * is taken.
 *
 * They were chosen by how often some sixty programs (sorting, strings, trees, ciphers, parsers, sieves; from -O0 to -O2, with and
 * without compressed instructions) do them, and by their cost: V8 allocates registers well only in a function of fewer than 8192
 * values (virtual registers); beyond, all handlers become up to twice as slow. With these it has 7900.
 */
export const LOOP = 'loop';
export const sequences: readonly (readonly string[])[] = [
  'c.add srliw<1 mul<1 c.srli<1 mul<1', 'lw mul<1 c.add<1 srli<1 c.andi<1', 'c.add c.add<1 addw<1 beq<1 bne',
  'auipc addi<1 add<1 lbu<1 sub', 'c.add c.add<2 c.add c.add<1 add<1', 'c.addi beq<1 srliw c.slli<1 c.add<1',
  'and c.xor or and<2 c.or<2', 'c.addi beq<1 lw c.lw bge<1', 'or srliw or slli or<1', 'addi mul c.add<2 c.addi bne',
  'c.or srliw c.or c.slli c.or<1', 'lbu c.addi sltu c.add<2 bne loop', 'lbu c.addi sltu c.addw<2 bne loop', 'sb c.add srli<1 c.add c.beq loop', 'sll c.or<2 c.add c.sd bltu', 'srli c.andi<1 c.add<1 c.ld<1',
  'sb c.add c.add bltu loop', 'sw c.add c.add bltu loop', 'add c.add sb bge loop',
 
  'c.lw c.addi c.addiw c.addi blt', 'xor xor xor xor srliw', 'c.lw c.slli<1 c.add<1 c.ld<1', 'c.addi c.add<1 c.ld<1 c.beq<1',
  'c.slli c.add<1 c.ld<1 c.beq<1', 'srliw mul<1 c.srli<1 mul<1', 'c.lw srlw<1 c.andi<1 c.bne<1', 'auipc addi<1 c.add<2 c.ld<1',
  'c.ld beq<1 c.ld c.bne<1', 'slli add<2 ld<1 jr', 'lw c.addiw<1 sw<2 c.j', 'c.xor c.add<1 add<1 c.addi', 'add lbu<1 bne<1 bltu',
  'c.slli c.add<1 c.ld<1 c.jr', 'lw c.lw bge<1 sw', 'c.addi bltu c.addi addi<1', 'c.addi c.sd<1 c.sd c.addi', 'sub c.addiw addi blt<2',
  'c.srli mul<1 c.srli sub', 'c.lw c.lw c.addw bge<2', 'add lbu<1 c.addi c.bne', 'c.addi c.addi c.addiw blt', 'srliw c.slli c.add c.lw',
  'add add add add', 'lbu addi addw bne', 'lw lw lwu c.add', 'srliw or slli or', 'c.add c.addiw auipc jalr', 'c.add c.add auipc jalr',
  'addi addi addi addi', 'c.sd c.addi addi c.j', 'c.beq mulw c.addi bgeu', 'c.ld c.ld c.addi c.jr', 'add add sb bltu loop',
  'lbu c.addi bltu c.slli', 'c.or srliw xor srli', 'srli or slli or', 'c.add c.lw c.addi bltu', 'c.or srliw or slli',
  'lbu c.addi c.addw bne loop', 'srliw slli srliw slli', 'lw lw addi mul', 'c.add c.add c.add c.add', 'c.lw c.lw addi mul',
  'add c.add sb bltu loop', 'slli add<2 ld<1', 'c.sub mul<1 c.srli<1', 'c.add c.ld<1 beq<1', 'slli add<1 xor<1', 'c.add c.ld<1 c.bne<1',
  'c.add c.ld<1 c.beq<1', 'c.and xor<1 c.add<1', 'c.slli c.add<1 c.ld<1', 'auipc addi<1 c.add<1', 'add lbu<1 bne<1',
  'slli c.add<1 xor<1', 'slli slli c.sub<1', 'c.sw c.addi bne<1 loop', 'sw c.addi bne<1 loop', 'sd c.addi bne<1 loop', 'add lbu<1 c.beq<1', 'add lbu<1 c.bne<1',
  'c.lw beq<2 blt', 'ld c.addi<1 c.addiw', 'c.add c.ld<1 sw',
  'sltu add<2 bne', 'c.addi slli add<1', 'c.addi c.sd<1 c.sd', 'sb addi bne<1', 'c.addi and xor<1', 'c.add c.sd<1 c.add',
  'c.lw beq<2 bge', 'c.beq andi c.beq<1', 'addi slli c.add<1', 'c.slli or<1 srliw', 'slli auipc addi<1', 'sb c.addi bne<1 loop',
  'xor srli srliw', 'c.ld c.addi c.jr', 'auipc c.addi addi', 'lbu addi bne', 'c.addiw c.add beq', 'sd addi addi', 'c.addiw c.add bne',
  'c.addiw c.add c.jalr', 'sw c.sw c.j', 'c.slli c.add c.j', 'c.addi bltu c.j', 'addi addi bne', 'srlw c.andi c.bne', 'addi addi beq',
  'c.add addiw c.add', 'c.addiw c.add c.bne', 'srliw or slli', 'c.add c.add c.sw', 'c.slli c.or srliw', 'srli or slli', 'lbu lbu lbu',
  'xor xor xor', 'c.addi c.add bne', 'c.xor c.xor c.xor', 'c.add c.add bne', 'c.add c.add c.add', 'lbu c.addi c.bne', 'add addi bne',
  'c.addi c.addi bne', 'c.addi c.addi beq', 'c.add c.addi bne', 'slli add<2', 'addi lw<1', 'ld addi<1', 'mul add<1', 'mul c.add<1',
  'ld c.ld<1', 'c.lui addi<1', 'ld c.andi<1', 'add lbu<1', 'lui addi<1', 'andi c.beq<1', 'addi beq<1', 'auipc addi<1', 'addw bge<2',
  'c.addiw bne<1', 'add ld<1', 'c.add c.ld<1', 'c.slli c.add<1', 'c.slli c.add<2', 'c.slli c.or<1', 'beq c.j', 'sw sw', 'bltu c.addw',
  'addi lw', 'c.addi blt', 'addi addiw', 'c.addi addiw', 'c.sd c.j', 'and and', 'c.slli addi', 'c.beq mulw', 'c.add c.bne', 'ld c.addi',
  'lbu addi', 'bge c.j', 'c.slli c.slli', 'auipc jalr', 'c.sd c.sd', 'c.addi bltu', 'addi bltu', 'srli slli', 'add c.add', 'add add',
  'lw c.addi', 'c.xor lw', 'c.lw c.jr', 'slli slli', 'ld ld', 'addi bne', 'srliw slli', 'c.beq c.j', 'lw lw', 'c.addi c.addi',
  'c.addi c.addiw', 'blt c.j', 'c.addi bne', 'sd c.j', 'c.ld c.ld', 'c.addi c.j', 'addi addi', 'c.sw c.j', 'c.add c.add',
].map((names) => names.split(' ')); // prettier-ignore
