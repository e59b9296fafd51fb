# context_switch.S - the CPU changes hands.
#
# context_switch(a0 = old, a1 = new) is called by one thread of the kernel and returns in
# another: it saves what a C function must preserve in *old, loads the same from *new, and
# returns to the place where *new once called it. All other registers are the caller's loss
# at any call, so nobody misses them; the user's registers are in the trap frame already.

#include "offsets.h"

        .cfi_sections .debug_frame
        .text
        .globl  context_switch
        .type   context_switch, @function
context_switch:
        .cfi_startproc
        sc.d    zero, zero, (a0)        # a reservation (lr) of one is not another's
        sd      ra, CONTEXT_RA(a0)
        sd      sp, CONTEXT_SP(a0)
        sd      s0, CONTEXT_S0(a0)
        sd      s1, CONTEXT_S1(a0)
        sd      s2, CONTEXT_S2(a0)
        sd      s3, CONTEXT_S3(a0)
        sd      s4, CONTEXT_S4(a0)
        sd      s5, CONTEXT_S5(a0)
        sd      s6, CONTEXT_S6(a0)
        sd      s7, CONTEXT_S7(a0)
        sd      s8, CONTEXT_S8(a0)
        sd      s9, CONTEXT_S9(a0)
        sd      s10, CONTEXT_S10(a0)
        sd      s11, CONTEXT_S11(a0)

        ld      ra, CONTEXT_RA(a1)
        ld      sp, CONTEXT_SP(a1)
        ld      s0, CONTEXT_S0(a1)
        ld      s1, CONTEXT_S1(a1)
        ld      s2, CONTEXT_S2(a1)
        ld      s3, CONTEXT_S3(a1)
        ld      s4, CONTEXT_S4(a1)
        ld      s5, CONTEXT_S5(a1)
        ld      s6, CONTEXT_S6(a1)
        ld      s7, CONTEXT_S7(a1)
        ld      s8, CONTEXT_S8(a1)
        ld      s9, CONTEXT_S9(a1)
        ld      s10, CONTEXT_S10(a1)
        ld      s11, CONTEXT_S11(a1)
        ret
        .cfi_endproc
        .size   context_switch, . - context_switch
