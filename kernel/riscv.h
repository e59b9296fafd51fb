// riscv.h - the words of the RISC-V privileged specification: CSRs and their bits.
// Used from C and from assembly.
#pragma once

#define SSTATUS_SIE (1 << 1)  // interrupts enabled in supervisor mode
#define SSTATUS_SPIE (1 << 5) // ... and what SIE becomes at sret
#define SSTATUS_SPP (1 << 8)  // the mode sret returns to: 0 user, 1 supervisor

#define MSTATUS_MPP_S (1 << 11) // mret returns to supervisor mode

#define SIE_SSIE (1 << 1) // supervisor software interrupt enabled: from another CPU; in sip: pending
#define SIE_STIE (1 << 5) // supervisor timer interrupt enabled
#define SIE_SEIE (1 << 9) // supervisor external interrupt enabled: devices

#define MIE_MSIE (1 << 3) // machine software interrupt enabled; in mip: pending

#define MENVCFG_STCE (1 << 63)  // supervisor mode has its own timer: Sstc
#define MENVCFG_ADUE (1 << 61)  // the page walk sets the A and D bits: Svadu
#define COUNTEREN_CY_TM_IR 7    // cycle, time and instret may be read from below

#define PMP_ALL_MEMORY 0x1f // one NAPOT range over everything: read, write, execute

#define SATP_SV39 (8UL << 60)

// Numbers of CSRs that older assemblers do not know by name.
#define CSR_STIMECMP 0x14d
#define CSR_MENVCFG 0x30a

#ifndef __ASSEMBLER__
#include <stdint.h>

#define CSR_TEXT(csr) #csr

#define csr_read(csr)                                               \
  ({                                                                \
    uint64_t value_;                                                \
    asm volatile("csrr %0, " CSR_TEXT(csr) : "=r"(value_));         \
    value_;                                                         \
  })
#define csr_write(csr, value) asm volatile("csrw " CSR_TEXT(csr) ", %0" ::"r"((uint64_t)(value)) : "memory")
#define csr_set(csr, bits) asm volatile("csrs " CSR_TEXT(csr) ", %0" ::"r"((uint64_t)(bits)) : "memory")
#define csr_clear(csr, bits) asm volatile("csrc " CSR_TEXT(csr) ", %0" ::"r"((uint64_t)(bits)) : "memory")

#define wait_for_interrupt() asm volatile("wfi" ::: "memory")

// While turning until another CPU has done something: a hint (extension Zihintpause), else nothing.
#define pause_cpu() asm volatile(".4byte 0x0100000f" ::: "memory")

// After a change of page tables: forget every translation that was remembered.
#define flush_translations() asm volatile("sfence.vma zero, zero" ::: "memory")
#endif
