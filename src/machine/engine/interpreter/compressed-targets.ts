/** The base instructions that compressed instructions expand to: they exist with a length of 2, too. */
export const compressedTargets: ReadonlySet<string> = new Set([
  'addi', 'addiw', 'add', 'addw', 'sub', 'subw', 'and', 'andi', 'or', 'xor', 'lui',
  'slli', 'srli', 'srai', 'lw', 'ld', 'sw', 'sd', 'jal', 'jalr', 'beq', 'bne', 'ebreak',
]); // prettier-ignore
