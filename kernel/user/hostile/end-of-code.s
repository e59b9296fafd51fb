# Runs off the end of its code, at the end of a page.
# Expected: instruction page fault (12), stval 0x2000.

        .text
        .option norvc
        .globl  _start
_start: j       last
        .skip   4088
last:   nop
