/** A program that one can begin with: files by name, the first of which is shown. */
export interface Template {
  readonly label: string;
  readonly detail: string;
  /** @param name of the program, without an ending */
  readonly files: (name: string) => Readonly<Record<string, string>>;
  /** Sources that are linked with the first file, which a launch configuration has to name. */
  readonly sources?: (name: string) => readonly string[];
}

const assembly = (name: string): string => `# ${name}.s - writes a line and ends.
        .text
        .globl  main
main:
        li      a7, SYS_write
        li      a0, 1                   # standard output
        la      a1, message
        li      a2, message_end - message
        ecall                           # into the kernel and back; a0 = bytes written

        li      a0, 0                   # the exit status
        ret

        .data
message:
        .ascii  "Hello from ${name}\\n"
message_end:
`;

const c = (name: string): string => `// ${name}.c - writes a line and ends.
#include <trapframe.h>

int main(void) {
  printf("Hello from process %d\\n", getpid());
  return 0;
}
`;

const mixed = (name: string): string => `// ${name}.c - calls a function that is written in assembly.
#include <trapframe.h>

long add(long a, long b); // in ${name}-add.s

int main(void) {
  printf("1960 + 22 = %ld\\n", add(1960, 22));
  return 0;
}
`;

const add = `# A function that C calls: arguments in a0 and a1, the result in a0.
        .text
        .globl  add
add:
        add     a0, a0, a1
        ret
`;

export const templates: readonly Template[] = [
  {
    label: 'Assembly',
    detail: 'RISC-V assembly: every instruction is your own. Nothing has to be installed.',
    files: (name) => ({ [`${name}.s`]: assembly(name) }),
  },
  {
    label: 'C',
    detail:
      'C with the library of the teaching kernel. A C compiler for RISC-V is needed (zig, gcc or clang).',
    files: (name) => ({ [`${name}.c`]: c(name) }),
  },
  {
    label: 'C and assembly',
    detail: 'A main in C that calls a function in assembly, with a launch configuration that links the two.',
    files: (name) => ({ [`${name}.c`]: mixed(name), [`${name}-add.s`]: add }),
    sources: (name) => [`${name}-add.s`],
  },
];

/** Why a text cannot be the name of a program; undefined: it can. */
export function whyNoName(text: string): string | undefined {
  if (/^[A-Za-z0-9_][\w-]*$/.test(text)) return undefined;
  return text === '' ? 'A name, such as hello' : 'Letters, digits, _ and - are allowed';
}
