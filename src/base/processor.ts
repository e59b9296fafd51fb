/**
 * The processor that an assembly source is clearly for, when it is not RISC-V: by the names of its registers and the instructions
 * that only it has, outside comments and texts. One line alone proves nothing.
 */
export function foreignProcessor(source: string): 'x86' | 'Arm' | undefined {
  let x86 = 0;
  let arm = 0;
  for (const line of source.split('\n', LINES)) {
    const code = line.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/(#|\/\/|;|@).*/, '');
    if (RISCV.test(code)) return undefined;
    if (X86.test(code)) x86++;
    else if (ARM.test(code)) arm++;
  }
  if (Math.max(x86, arm) < ENOUGH) return undefined;
  return x86 >= arm ? 'x86' : 'Arm';
}

/** Lines that are looked at, and how many must speak. */
const LINES = 2000;
const ENOUGH = 2;

const RISCV =
  /^\s*(?:[\w.$]+:\s*)*(?:ecall|ebreak|mret|sret|auipc|addi?w?|li|la|csr\w+|[ls][bhwd]u?)\s+(?:zero|ra|sp|gp|tp|[ast]\d{1,2}|x\d{1,2})\b|^\s*\.option\b/i;
const X86 =
  /%[re]?(?:[abcd]x|[sd]i|[sb]p|ip)\b|%r(?:8|9|1\d)\b|^\s*(?:\w+:\s*)?(?:(?:mov|lea|push|pop|xor|sub|add|cmp)[lqwb]?\s+[re](?:[abcd]x|[sd]i|[sb]p)\b|int\s+(?:0x80|80h)|syscall\b|pushq|popq|movq|movl|leaq|\.?intel_syntax)/i;
const ARM =
  /^\s*(?:\w+:\s*)?(?:(?:ldr|str|movs?|cmp)\s+[rwx]\d{1,2}\b|(?:adds?|subs?)\s+[rw]\d{1,2}\b|(?:svc|swi|stp|ldp|adrp|blx?|bx)\s+\S|(?:push|pop)\s*\{|\.thumb|\.syntax\s+unified|\.arm\b)/i;
