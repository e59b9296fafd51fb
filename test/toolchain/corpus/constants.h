#ifndef CONSTANTS_H
#define CONSTANTS_H
/* Shared with C. */
#define PAGE 4096
#define NUMBER_OF_WRITE 64
#define ORDER(first, second) second, first
#ifndef __ASSEMBLER__
typedef unsigned long word;
#endif
#endif
