// timer.c - the kernel's timer. Where supervisor mode has a comparator of its own (Sstc) it gets that; else ours is
// set, and its interrupt is passed on as one of supervisor mode.
#include "firmware.h"

#define MTIMECMP (*(volatile uint64_t *)CLINT_MTIMECMP(this_hart()))

void timer_set(uint64_t deadline) {
  if (has_stimecmp) {
    csr_write(CSR_STIMECMP, deadline);
    return;
  }
  MTIMECMP = deadline;
  csr_clear(mip, INTERRUPT_TIMER_S);
  csr_set(mie, INTERRUPT_TIMER_M);
}

// Ours stays pending until the next deadline is set, so it must be silenced.
void timer_interrupt(void) {
  csr_clear(mie, INTERRUPT_TIMER_M);
  csr_set(mip, INTERRUPT_TIMER_S);
}
