# Zeros that sources share, in the order in which a linker finds them.
        .comm   alpha, 16, 8
        .comm   beta, 4
        .comm   gamma, 100
        .comm   delta, 1
        .comm   epsilon, 2, 2
        .comm   zeta, 512, 64
        .comm   _eta9, 12, 4
        .local  theta
        .comm   theta, 8, 8
        .lcomm  iota, 5
        .text
        .globl  _start
_start: la      a0, alpha
        la      a1, beta
        la      a2, gamma
        la      a3, delta
        la      a4, epsilon
        la      a5, zeta
        la      a6, _eta9
        la      a7, theta
        la      t0, iota
        ret
