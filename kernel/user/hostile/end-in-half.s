# Runs into an instruction of which the second half is on a page it does not have.
# Expected: instruction page fault (12), stval 0x2000.

        .text
        .option norvc
        .globl  _start
_start: j       last
        .skip   4090
last:   .2byte  0x0513                  # the first half of li a0, 0
