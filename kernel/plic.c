// plic.c - the interrupts of devices (RISC-V Platform-Level Interrupt Controller specification).
// Each device has a number, its source; each CPU and mode that can take them is a context.
#include "kernel.h"

#define REGISTER(offset) (*(volatile uint32_t *)(PLIC + (offset)))
#define PRIORITY(source) REGISTER(4UL * (source))
#define ENABLED(context) REGISTER(0x2000 + 0x80 * (context)) // a bit for each source
#define THRESHOLD(context) REGISTER(0x200000 + 0x1000 * (context))
#define CLAIM(context) REGISTER(0x200004 + 0x1000 * (context)) // and complete, by writing

#define SUPERVISOR(hart) (2 * (hart) + 1) // context of a hart's supervisor mode
#define SOURCE_UART 10

void plic_initialize(void) {
  if (!machine.has_plic) return;
  plic_enable(SOURCE_UART);
  THRESHOLD(SUPERVISOR(this_cpu()->hart)) = 0;
  csr_set(sie, SIE_SEIE);
}

// From now on a source interrupts this CPU.
void plic_enable(uint32_t source) {
  if (!machine.has_plic) return;
  PRIORITY(source) = 1;
  ENABLED(SUPERVISOR(this_cpu()->hart)) |= 1 << source;
}

// In the trap table at INTERRUPT_EXTERNAL. Whoever waited for the device becomes ready; the
// program that was interrupted goes on.
void device_interrupt(struct trap_frame *frame) {
  (void)frame;
  uint32_t source = CLAIM(SUPERVISOR(this_cpu()->hart));
  if (source == SOURCE_UART) terminal_receive();
  else disk_interrupt(source);
  if (source != 0) CLAIM(SUPERVISOR(this_cpu()->hart)) = source;
}
