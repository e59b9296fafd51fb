// riscv.h - the words of the RISC-V privileged specification that machine mode needs: CSRs and their bits.
// Used from C and from assembly.
#pragma once

#define MSTATUS_MPIE (1 << 7)
#define MSTATUS_SIE (1 << 1)
#define MSTATUS_SPIE (1 << 5)
#define MSTATUS_SPP (1 << 8)
#define MSTATUS_MPP (3 << 11)
#define MSTATUS_MPP_S (1 << 11)
#define MSTATUS_MPRV (1 << 17) // loads and stores as in the mode of MPP

#define INTERRUPT_SOFTWARE_S (1 << 1) // the same bits in mip and mie
#define INTERRUPT_SOFTWARE_M (1 << 3)
#define INTERRUPT_TIMER_S (1 << 5)
#define INTERRUPT_TIMER_M (1 << 7)
#define INTERRUPT_EXTERNAL_S (1 << 9)

#define MENVCFG_STCE (1UL << 63) // supervisor mode has its own timer: Sstc
#define MENVCFG_ADUE (1UL << 61) // the page walk sets the A and D bits: Svadu
#define COUNTEREN_CY_TM_IR 7

#define CAUSE_INTERRUPT (1UL << 63)
#define CAUSE_SOFTWARE_M (CAUSE_INTERRUPT | 3)
#define CAUSE_TIMER_M (CAUSE_INTERRUPT | 7)
#define CAUSE_CALL_S 9

// Numbers of CSRs that older assemblers do not know by name.
#define CSR_STIMECMP 0x14d
#define CSR_MENVCFG 0x30a

#ifndef __ASSEMBLER__
#include <stdint.h>

#define CSR_TEXT(csr) #csr

#define csr_read(csr)                                       \
  ({                                                        \
    uint64_t value_;                                        \
    asm volatile("csrr %0, " CSR_TEXT(csr) : "=r"(value_)); \
    value_;                                                 \
  })
#define csr_write(csr, value) asm volatile("csrw " CSR_TEXT(csr) ", %0" ::"r"((uint64_t)(value)) : "memory")
#define csr_set(csr, bits) asm volatile("csrs " CSR_TEXT(csr) ", %0" ::"r"((uint64_t)(bits)) : "memory")
#define csr_clear(csr, bits) asm volatile("csrc " CSR_TEXT(csr) ", %0" ::"r"((uint64_t)(bits)) : "memory")

#define wait_for_interrupt() asm volatile("wfi" ::: "memory")
#endif
