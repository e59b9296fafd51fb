// trap.c - why machine mode was entered, and who takes care of it.
#include "firmware.h"

// What happens in lower modes is the kernel's business, and is delegated (boot.c). What could not be delegated goes to
// it by hand: exactly what the hardware would have done.
static void redirect(uint64_t cause) {
  uint64_t status = csr_read(mstatus);
  csr_write(scause, cause);
  csr_write(stval, csr_read(mtval));
  csr_write(sepc, csr_read(mepc));
  csr_write(mepc, csr_read(stvec) & ~3UL);
  bool from_supervisor = (status & MSTATUS_MPP) == MSTATUS_MPP_S;
  uint64_t next = status & ~(uint64_t)(MSTATUS_SPP | MSTATUS_SPIE | MSTATUS_SIE | MSTATUS_MPP);
  if (from_supervisor) next |= MSTATUS_SPP;
  if (status & MSTATUS_SIE) next |= MSTATUS_SPIE;
  csr_write(mstatus, next | MSTATUS_MPP_S);
}

void trap(struct trap_frame *frame) {
  uint64_t cause = csr_read(mcause);
  if ((csr_read(mstatus) & MSTATUS_MPP) == MSTATUS_MPP) firmware_panic("a trap in machine mode");
  switch (cause) {
  case CAUSE_SOFTWARE_M: mail_take(); break;
  case CAUSE_TIMER_M: timer_interrupt(); break;
  case CAUSE_CALL_S:
    csr_write(mepc, csr_read(mepc) + 4); // behind the ecall
    sbi_call(frame);
    break;
  default: redirect(cause);
  }
}
