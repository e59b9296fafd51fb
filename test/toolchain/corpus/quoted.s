# Names in quotes, as compilers write those that are no words.
        .globl  "_start"
        .type   "_start", @function
"_start":
        call    "a name"
        "the size" = 8
        addi    a0, a0, "the size"
        la      a1, "data!"
        j       "_start"
"a name":
        ret
"the end":
        .size   "_start", . - "_start"
        .data
"data!": .dword "a name" + 4
