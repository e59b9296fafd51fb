# Returns from where nobody called it.
# Expected: instruction page fault (12), stval 0x0.

        .text
        .globl  _start
_start: li      ra, 0
        ret
