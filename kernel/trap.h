// trap.h - what is saved at a trap, the causes, and the trap table.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "offsets.h"

struct cpu;

// Everything the interrupted code needs to go on as if nothing had happened.
// trap_vector.S fills it. A process's frame is at the top of its kernel stack.
struct trap_frame {
  uint64_t ra, sp, gp, tp;
  uint64_t t0, t1, t2;
  uint64_t s0, s1;
  uint64_t a0, a1, a2, a3, a4, a5, a6, a7;
  uint64_t s2, s3, s4, s5, s6, s7, s8, s9, s10, s11;
  uint64_t t3, t4, t5, t6;
  uint64_t sepc;    // where it was interrupted, and where sret goes
  uint64_t sstatus; // the mode it was interrupted in (SPP)
  uint64_t scause;  // why
  uint64_t stval;   // with what value: an address, an instruction, or 0
  struct cpu *cpu;  // the kernel's tp, reloaded at the next trap
  uint64_t entered; // instret when the registers had been saved
  uint64_t left;    // instret before they were restored
};

// The page by which a program comes to the kernel and back with isolation=on: it is in both page tables (isolation.c).
struct gate {
  struct trap_frame frame;
  uint64_t kernel_satp, user_satp; // what chooses the one and the other
  uint8_t *stack;                  // top of the kernel stack
};

// scause, as the hardware writes it (privileged specification, "Supervisor Cause Register").
enum cause {
  CAUSE_FETCH_MISALIGNED = 0,
  CAUSE_FETCH_ACCESS = 1,
  CAUSE_ILLEGAL_INSTRUCTION = 2,
  CAUSE_BREAKPOINT = 3,
  CAUSE_LOAD_MISALIGNED = 4,
  CAUSE_LOAD_ACCESS = 5,
  CAUSE_STORE_MISALIGNED = 6,
  CAUSE_STORE_ACCESS = 7,
  CAUSE_SYSTEM_CALL = 8,        // ecall from user mode
  CAUSE_DIRECT_SYSTEM_CALL = 9, // ecall from supervisor mode: control=direct
  CAUSE_FETCH_PAGE_FAULT = 12,
  CAUSE_LOAD_PAGE_FAULT = 13,
  CAUSE_STORE_PAGE_FAULT = 15,
};

// With the top bit of scause set: an interrupt, which comes from outside.
enum interrupt {
  INTERRUPT_SOFTWARE = 1,
  INTERRUPT_TIMER = 5,
  INTERRUPT_EXTERNAL = 9,
};
#define SCAUSE_INTERRUPT (1UL << 63)

typedef void trap_handler(struct trap_frame *frame);

// The trap table: which function handles which cause. RISC-V hardware has one vector
// for all causes (stvec); this table is the kernel's, filled at boot.
// Exceptions and system calls stand at [cause], interrupts at [TRAP_INTERRUPT + cause].
#define TRAP_INTERRUPT 16
#define TRAP_CAUSES 32

// Lengths of ways through trap_vector.S, in bytes; every instruction there has four.
#define TRAP_INSTRUCTION 4
struct trap_ways {
  uint64_t in;    // from the trap to the reading of `entered`
  uint64_t out;   // from the reading of `left` to the program
  uint64_t clock; // from the reading of the clock, where a slice begins, to the program
};

#define CHECK(field, offset) \
  static_assert(offsetof(struct trap_frame, field) == offset, "offsets.h disagrees with struct trap_frame")
CHECK(ra, FRAME_RA);
CHECK(sp, FRAME_SP);
CHECK(gp, FRAME_GP);
CHECK(tp, FRAME_TP);
CHECK(t0, FRAME_T0);
CHECK(t1, FRAME_T1);
CHECK(t2, FRAME_T2);
CHECK(s0, FRAME_S0);
CHECK(s1, FRAME_S1);
CHECK(a0, FRAME_A0);
CHECK(a1, FRAME_A1);
CHECK(a2, FRAME_A2);
CHECK(a3, FRAME_A3);
CHECK(a4, FRAME_A4);
CHECK(a5, FRAME_A5);
CHECK(a6, FRAME_A6);
CHECK(a7, FRAME_A7);
CHECK(s2, FRAME_S2);
CHECK(s3, FRAME_S3);
CHECK(s4, FRAME_S4);
CHECK(s5, FRAME_S5);
CHECK(s6, FRAME_S6);
CHECK(s7, FRAME_S7);
CHECK(s8, FRAME_S8);
CHECK(s9, FRAME_S9);
CHECK(s10, FRAME_S10);
CHECK(s11, FRAME_S11);
CHECK(t3, FRAME_T3);
CHECK(t4, FRAME_T4);
CHECK(t5, FRAME_T5);
CHECK(t6, FRAME_T6);
CHECK(sepc, FRAME_SEPC);
CHECK(sstatus, FRAME_SSTATUS);
CHECK(scause, FRAME_SCAUSE);
CHECK(stval, FRAME_STVAL);
CHECK(cpu, FRAME_CPU);
CHECK(entered, FRAME_ENTERED);
CHECK(left, FRAME_LEFT);
#undef CHECK
#define CHECK(field, offset) \
  static_assert(offsetof(struct gate, field) == offset, "offsets.h disagrees with struct gate")
CHECK(kernel_satp, GATE_KERNEL_SATP);
CHECK(user_satp, GATE_USER_SATP);
CHECK(stack, GATE_STACK);
#undef CHECK
static_assert(sizeof(struct trap_frame) == FRAME_SIZE, "offsets.h disagrees with struct trap_frame");
static_assert(FRAME_SIZE % 16 == 0, "the stack pointer stays a multiple of 16");
