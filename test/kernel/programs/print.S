# Macros of the programs in this folder. They start at _start with nothing but the system calls.

#include "../../../kernel/system_calls.h"

        .macro  call number
        li      a7, \number
        ecall
        .endm

        .macro  print text
        .section .rodata
8:      .ascii  "\text"
9:      .text
        li      a0, 1
        la      a1, 8b
        la      a2, 9b
        sub     a2, a2, a1
        call    SYS_write
        .endm

        .macro  exit status
        li      a0, \status
        call    SYS_exit
        .endm

        # The test goes on only if a0 is the value; else exits with the number of the check.
        .macro  expect value, check
        li      t0, \value
        li      t1, \check
        bne     a0, t0, failed
        .endm

        .macro  end_of_checks
        print   "all right\n"
        exit    0
failed: mv      a0, t1
        call    SYS_exit
        .endm

        .text
        .globl  _start
_start:
