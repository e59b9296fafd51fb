// Page-table-heavy code in supervisor mode: reads spread over 2,048 pages that are mapped one by one.
#include "bench.h"

static u64 root[512] __attribute__((aligned(4096)));
static u64 middle[512] __attribute__((aligned(4096)));
static u64 leaves[4][512] __attribute__((aligned(4096)));
static u8 pages[64][4096] __attribute__((aligned(4096)));

static u64 entry(void *to, u64 flags) { return ((u64)to >> 12) << 10 | flags; }

static u64 supervisor(void) {
  u64 sum = 0;
  volatile u64 *mapped = (volatile u64 *)0x40000000;
  for (int round = 0; round < 40000; round++) {
    for (u64 page = 0; page < 2048; page++) {
      sum += mapped[page * 512 + (page & 63)];
      mapped[page * 512] = sum;
    }
    if (round % 16 == 0) asm volatile("sfence.vma" ::: "memory");
  }
  return sum;
}

u64 work(void) {
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 512; j++) leaves[i][j] = entry(pages[j % 64], 0xc7);
    middle[i] = entry(leaves[i], 1);
  }
  root[1] = entry(middle, 1);
  root[2] = entry((void *)0x80000000, 0xcf);
  u64 result;
  asm volatile(
      "csrw pmpaddr0, %[all]\n csrw pmpcfg0, %[rwx]\n csrw satp, %[satp]\n sfence.vma\n"
      "la t0, 1f\n csrw mepc, t0\n li t0, 0x1800\n csrc mstatus, t0\n li t0, 0x800\n csrs mstatus, t0\n"
      "la t0, 2f\n csrw mtvec, t0\n mret\n"
      "1: mv a0, sp\n call %[supervisor]\n ecall\n"
      ".balign 4\n 2: mv %[result], a0\n"
      : [result] "=r"(result)
      : [all] "r"(~0ul >> 10), [rwx] "r"(0x1f), [satp] "r"(8ul << 60 | (u64)root >> 12), [supervisor] "i"(supervisor)
      : "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "ra", "memory");
  return result;
}
