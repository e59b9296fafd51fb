// harts.c - starting and stopping harts (SBI extension HSM). The kernel gets one hart, and asks for the others.
#include "firmware.h"

bool hart_exists[MOST_HARTS];

static struct {
  enum hart_state state;
  uint64_t entry, argument;
} harts[MOST_HARTS];

static enum hart_state state_of(uint64_t hart) { return __atomic_load_n(&harts[hart].state, __ATOMIC_ACQUIRE); }
static void set_state(uint64_t hart, enum hart_state state) {
  __atomic_store_n(&harts[hart].state, state, __ATOMIC_RELEASE);
}

// A hart that the machine has, told by the device tree before any kernel runs: whoever asks gets the same answer, however
// far that hart has come.
void hart_found(uint64_t hart) {
  if (hart >= MOST_HARTS) return;
  hart_exists[hart] = true;
  set_state(hart, hart == 0 ? HART_STARTED : HART_STOPPED);
}

// Waits until the kernel wants this hart. It is woken by the CLINT's msip, and does fences meanwhile.
_Noreturn void hart_wait(void) {
  uint64_t hart = this_hart();
  csr_clear(mip, INTERRUPT_SOFTWARE_S);
  while (state_of(hart) != HART_START_PENDING) {
    wait_for_interrupt(); // wakes for what mie allows, though mstatus.MIE is off
    mail_take();
  }
  set_state(hart, HART_STARTED);
  enter_supervisor(harts[hart].entry, hart, harts[hart].argument);
}

static struct sbi_answer start(uint64_t hart, uint64_t entry, uint64_t argument) {
  if (hart >= MOST_HARTS || !hart_exists[hart]) return sbi_error(SBI_INVALID_PARAMETER);
  if (state_of(hart) != HART_STOPPED) return sbi_error(SBI_ALREADY_AVAILABLE);
  if (entry < FIRMWARE_BASE + FIRMWARE_SIZE || (entry & 1)) return sbi_error(SBI_INVALID_ADDRESS);
  harts[hart].entry = entry;
  harts[hart].argument = argument;
  set_state(hart, HART_START_PENDING);
  *(volatile uint32_t *)CLINT_MSIP(hart) = 1;
  return sbi_error(SBI_SUCCESS);
}

// Stops this hart. It waits for interrupts of machine mode alone.
static struct sbi_answer stop(void) {
  csr_write(mie, INTERRUPT_SOFTWARE_M);
  set_state(this_hart(), HART_STOPPED);
  // hart_wait() does not return, and the next start begins with an empty stack: mscratch holds its top all the time.
  hart_wait();
}

#define SUSPEND_RETENTIVE 0

// Suspended and awake again: everything is as it was. Whatever the kernel has enabled wakes it.
static struct sbi_answer suspend(uint64_t type) {
  if (type != SUSPEND_RETENTIVE) return sbi_error(type == 0x80000000 ? SBI_NOT_SUPPORTED : SBI_INVALID_PARAMETER);
  set_state(this_hart(), HART_SUSPENDED);
  wait_for_interrupt();
  set_state(this_hart(), HART_STARTED);
  return sbi_error(SBI_SUCCESS);
}

struct sbi_answer hart_call(uint64_t function, const uint64_t *a) {
  switch (function) {
  case 0: return start(a[0], a[1], a[2]);
  case 1: return stop();
  case 2:
    if (a[0] >= MOST_HARTS || !hart_exists[a[0]]) return sbi_error(SBI_INVALID_PARAMETER);
    return sbi_value(state_of(a[0]));
  case 3: return suspend((uint32_t)a[0]);
  default: return sbi_error(SBI_NOT_SUPPORTED);
  }
}
