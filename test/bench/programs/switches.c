// Two programs in user mode, each in an address space of its own, which give way to one another: a million context switches.
#include "bench.h"

static u64 roots[2][512] __attribute__((aligned(4096)));
static u64 middles[2][512] __attribute__((aligned(4096)));
static u64 leaves[2][512] __attribute__((aligned(4096)));
static u8 pages[2][64][4096] __attribute__((aligned(4096)));
static struct { u64 satp, pc, registers[4]; } contexts[2];

static u64 entry(void *to, u64 flags) { return ((u64)to >> 12) << 10 | flags; }

enum { V = 1, RWX = 0xe, U = 0x10, AD = 0xc0 };

u64 work(void) {
  for (int i = 0; i < 2; i++) {
    for (int j = 0; j < 64; j++) leaves[i][j] = entry(pages[i][j], AD | U | RWX | V);
    middles[i][0] = entry(leaves[i], V);
    roots[i][1] = entry(middles[i], V);
    roots[i][2] = entry((void *)0x80000000, AD | RWX | V);
    roots[i][3] = entry((void *)0x80000000, AD | U | RWX | V); // the code, as user mode sees it
    contexts[i].satp = 8ul << 60 | (u64)roots[i] >> 12;
  }
  u64 sum;
  asm volatile(
      "csrw pmpaddr0, %[all]\n csrw pmpcfg0, %[rwx]\n la t0, 9f\n csrw mtvec, t0\n"
      "la t0, 5f\n csrw stvec, t0\n li t0, 0x100\n csrw medeleg, t0\n"
      "la t0, 1f\n li t1, 0x40000000\n add t0, t0, t1\n sd t0, 8(%[one])\n sd t0, 8(%[two])\n"
      "ld t2, 0(%[one])\n csrw satp, t2\n sfence.vma\n csrw mepc, t0\n li t0, 0x1800\n csrc mstatus, t0\n"
      "csrw sscratch, %[one]\n mv s2, %[two]\n li s3, 1000000\n li s4, 0x40000000\n li s5, 0\n mret\n"
      // A program: a word of each of 16 pages, then it gives way.
      "1: li t0, 16\n mv t1, s4\n 2: ld t2, 0(t1)\n addi t2, t2, 1\n sd t2, 0(t1)\n li t3, 4096\n add t1, t1, t3\n"
      "addi t0, t0, -1\n bnez t0, 2b\n add s5, s5, t2\n ecall\n j 1b\n"
      // The kernel: saves a few registers, and goes on with the other program.
      ".balign 4\n 5: csrr t0, sscratch\n csrr t1, sepc\n addi t1, t1, 4\n sd t1, 8(t0)\n sd s5, 16(t0)\n"
      "addi s3, s3, -1\n beqz s3, 6f\n mv t1, s2\n mv s2, t0\n csrw sscratch, t1\n ld t2, 0(t1)\n csrw satp, t2\n sfence.vma\n"
      "ld t2, 8(t1)\n csrw sepc, t2\n ld s5, 16(t1)\n sret\n 6: ecall\n .balign 4\n 9: mv %[sum], s5\n"
      : [sum] "=&r"(sum)
      : [all] "r"(~0ul >> 10), [rwx] "r"(0x1f), [one] "r"(&contexts[0]), [two] "r"(&contexts[1])
      : "t0", "t1", "t2", "t3", "s2", "s3", "s4", "s5", "memory");
  return sum;
}
