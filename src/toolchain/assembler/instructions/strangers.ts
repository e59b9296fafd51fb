/** What people write who know another machine, or RISC-V with more extensions, and what there is instead. */

const words: Readonly<Record<string, string>> = {
  db: '.byte stores bytes, .ascii and .asciz texts',
  dw: '.half stores numbers of 2 bytes',
  dd: '.word stores numbers of 4 bytes',
  dq: '.dword stores numbers of 8 bytes',
  resb: '.zero leaves room for so many bytes',
  equ: '.equ NAME, value gives a name to a number',
  org: '.org goes on at an offset in the section',
  global: '.globl offers a name to other sources',
  globl: '.globl offers a name to other sources',
  extern: '.extern names what other sources define',
  section: '.section goes on in another section',
  include: '.include reads another file',
  subi: 'addi with a negative number subtracts',
  subiw: 'addiw with a negative number subtracts',
  push: 'there is no push: addi sp, sp, -8, then sd',
  pop: 'there is no pop: ld, then addi sp, sp, 8',
  b: 'j jumps always; beq, bne, blt and bge on a condition',
  jmp: 'j jumps to a label, jr to where a register says',
  je: 'beq compares two registers and jumps',
  jne: 'bne compares two registers and jumps',
  jz: 'beqz jumps when a register is 0',
  jnz: 'bnez jumps when a register is not 0',
  bl: 'call calls a function',
  bx: 'jr jumps to where a register says, ret returns',
  cmp: 'branches compare by themselves: beq, bne, blt, bge',
  mov: 'mv copies a register, li loads a number',
  movl: 'mv copies a register, li loads a number',
  movi: 'li loads a number',
  ldi: 'li loads a number',
  ldr: 'ld loads 8 bytes, lw 4, lh 2, lb 1',
  str: 'sd stores 8 bytes, sw 4, sh 2, sb 1',
  lea: 'la loads the address of a symbol',
  leaq: 'la loads the address of a symbol',
  adr: 'la loads the address of a symbol',
  inc: 'addi with 1',
  dec: 'addi with -1',
  syscall: 'ecall makes a system call',
  svc: 'ecall makes a system call',
  swi: 'ecall makes a system call',
  int: 'ecall makes a system call',
  iret: 'sret returns from a trap into supervisor mode, mret from one into machine mode',
  eret: 'sret returns from a trap into supervisor mode, mret from one into machine mode',
  leave: 'there is no leave: restore ra and s0 from the stack, then move sp',
  hlt: 'wfi waits for an interrupt',
  halt: 'wfi waits for an interrupt; a program ends by a system call',
  uret: 'this machine has no traps into user mode',
  dret: 'this machine has no debug mode',
};

/** Directives of other assemblers. What begins with a dot stands there instead, as it is. */
const directives: Readonly<Record<string, string>> = {
  '.asciiz': '.asciz',
  '.stringz': '.asciz',
  '.end_macro': '.endm',
  '.import': '.include',
  '.eqn': '.equ',
  '.define': '.equ',
  '.const': '.equ',
  '.float32': '.float',
  '.entry': 'a program begins at main: or _start:, which .globl offers',
  '.ent': 'functions need no frame around them: a label and .globl are enough',
  '.code': '.text',
  '.dseg': '.data',
  '.cseg': '.text',
  '.db': '.byte',
  '.dw': '.half',
  '.dd': '.word',
  '.dq': '.dword',
  '.model': 'leave it out: there is one memory model',
  '.stack': 'leave it out: every process has a stack',
  '.kdata': '.data',
  '.ktext': '.text',
};

/** What there is instead of a directive of another assembler, as a hint. */
export function insteadOfDirective(name: string): string | undefined {
  if (!Object.hasOwn(directives, name)) return undefined;
  const own = directives[name];
  return own.startsWith('.') ? `did you mean '${own}'?` : own;
}

const floating =
  /^(?:f(?:add|sub|mul|div|sqrt|min|max|madd|msub|nmadd|nmsub|sgnj[nx]?|eq|lt|le|cvt|mv|class|abs|neg)\..*|fl[wdqh]|fs[wdqh]|c\.f.*)$/;

const vector = /^(?:vset[i]?vli?|v[a-z0-9]+(?:\.[a-z]+)+)$/;
const bits =
  /^(?:andn|orn|xnor|clzw?|ctzw?|cpopw?|maxu?|minu?|rolw?|rori?w?|rev8|orc\.b|sh[123]add(?:\.uw)?|add\.uw|slli\.uw|bclri?|bexti?|binvi?|bseti?|clmul[hr]?)$/;

/** What to do instead of an instruction that this machine has not, where one can guess what was meant. */
export function insteadOf(mnemonic: string): string | undefined {
  if (Object.hasOwn(words, mnemonic)) return words[mnemonic];
  if (floating.test(mnemonic)) return 'this machine has no floating point: it is RV64IMAC';
  if (vector.test(mnemonic)) return 'this machine has no vectors: it is RV64IMAC';
  if (bits.test(mnemonic)) return 'this machine has no bit manipulation (Zba, Zbb, Zbs): it is RV64IMAC';
  return undefined;
}

const negated: Readonly<Record<string, string>> = { sub: 'addi', subw: 'addiw' };

/** What to write instead where an instruction takes registers only, and a number stands. */
export const insteadOfNumber = (mnemonic: string): string | undefined =>
  Object.hasOwn(negated, mnemonic) ? `${negated[mnemonic]} with a negative number subtracts` : undefined;
