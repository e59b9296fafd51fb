/* What the C preprocessor does for assembly. */
#include "constants.h"
#define STACK_SIZE (4 * PAGE)
#define SAVE(reg, slot) sd reg, (slot) * 8(sp)
#define CONCAT(a, b) a ## b
#define STRING(x) #x
#define QUOTE(x) STRING(x)
#define TWICE(...) __VA_ARGS__; __VA_ARGS__
#define MAX(a, b) \
        (((a) > (b)) * -(a) + ((a) <= (b)) * -(b))
#ifdef __ASSEMBLER__
# define ENTRY(name) .globl name; name
#else
int this_is_c(void);
#endif
#if defined(PAGE) && PAGE >= 4096 && !defined NOTHING
        .text
ENTRY(_start):
        li      sp, STACK_SIZE          # it's a comment with PAGE in it
        SAVE(ra, 1)
        SAVE(CONCAT(s, 1), 2)
        TWICE(addi a0, a0, PAGE / 4096)
        li      a1, __riscv_xlen        // 64
        li      a2, 'P'
        la      a3, text
#elif 1
#error "not this branch"
#endif
#if 0
        nonsense "unclosed
#if 1
#endif
#else
        li      a7, NUMBER_OF_WRITE
#endif
#undef PAGE
#ifndef PAGE
        ret
#endif
        .data
text:   .asciz QUOTE(NUMBER_OF_WRITE) " and " STRING(a "quoted" word), "PAGE stays"
        .word   ORDER(1, 2)
#define WHERE(what) .word what, __LINE__
        WHERE(7)
#if __LINE__ > 5
        .word   __LINE__
#endif
