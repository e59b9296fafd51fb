# Reads the first word of the kernel, then asks a question as any program does.
#include "print.S"
        li      t0, 0x80000000
        lw      t1, 0(t0)
        beqz    t1, 1f
        print   "read\n"
1:      call    SYS_fork
        li      t0, -38                 # ENOSYS
        bne     a0, t0, 2f
        li      a0, 3
        call    SYS_sleep
        csrr    t0, sstatus             # and this is not refused either
        exit    0
2:      exit    1
