// Six million system calls: into a handler and back, nothing else.
#include "bench.h"
u64 work(void) {
  u64 count = 0;
  asm volatile(
      "la t0, 1f\n csrw mtvec, t0\n j 2f\n"
      ".balign 4\n 1: csrr t1, mepc\n addi t1, t1, 4\n csrw mepc, t1\n addi %[count], %[count], 1\n mret\n"
      "2: li t2, 6000000\n 3: ecall\n addi t2, t2, -1\n bnez t2, 3b\n"
      : [count] "+r"(count)
      :
      : "t0", "t1", "t2", "memory");
  return count;
}
