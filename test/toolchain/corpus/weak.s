# Weak names that nobody defines, called and looked at.
        .weak   hook, table
        .globl  _start
        .text
_start: call    hook
        call    t0, hook
        la      a0, table
        lla     a1, hook
        lw      a2, table
        sw      a2, table, t1
        jump    hook, t2
        tail    hook
        .data
        .dword  hook, table + 4
