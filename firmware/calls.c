// calls.c - what the kernel asked for: one case for each extension of the Supervisor Binary Interface.
#include "firmware.h"

#define IMPLEMENTATION 0x74726170 // "trap": not in the specification's list
#define IMPLEMENTATION_VERSION 1

static bool is_extension(uint64_t number) {
  switch (number) {
  case SBI_BASE:
  case SBI_TIME:
  case SBI_IPI:
  case SBI_RFENCE:
  case SBI_HSM:
  case SBI_RESET:
  case SBI_CONSOLE: return true;
  default: return number <= SBI_LEGACY_SHUTDOWN;
  }
}

static struct sbi_answer base_call(uint64_t function, uint64_t argument) {
  switch (function) {
  case 0: return sbi_value(SBI_VERSION);
  case 1: return sbi_value(IMPLEMENTATION);
  case 2: return sbi_value(IMPLEMENTATION_VERSION);
  case 3: return sbi_value(is_extension(argument));
  case 4: return sbi_value((long)csr_read(mvendorid));
  case 5: return sbi_value((long)csr_read(marchid));
  case 6: return sbi_value((long)csr_read(mimpid));
  default: return sbi_error(SBI_NOT_SUPPORTED);
  }
}

static struct sbi_answer fence_call(uint64_t function, const uint64_t *a) {
  struct harts harts = {a[0], a[1]};
  switch (function) {
  case 0: return mail_send(MAIL_FENCE_I, harts, 0, 0, 0);
  case 1: return mail_send(MAIL_SFENCE, harts, a[2], a[3], 0);
  case 2: return mail_send(MAIL_SFENCE_ASID, harts, a[2], a[3], a[4]);
  default: return sbi_error(SBI_NOT_SUPPORTED); // the others are for guests of a hypervisor
  }
}

// The eldest calls give a mask by its virtual address, as the kernel sees it; 0: all harts.
static struct harts legacy_harts(uint64_t address) {
  struct harts all = {0, -1UL};
  if (address == 0) return all;
  uint64_t mask;
  uint64_t status = csr_read(mstatus); // MPP is supervisor mode: MPRV reads with its eyes
  csr_set(mstatus, MSTATUS_MPRV);
  asm volatile("ld %0, (%1)" : "=r"(mask) : "r"(address) : "memory");
  csr_write(mstatus, status);
  return (struct harts){mask, 0};
}

// Legacy calls answer in a0 alone.
static long legacy_call(uint64_t number, const uint64_t *a) {
  switch (number) {
  case SBI_LEGACY_SET_TIMER: timer_set(a[0]); return 0;
  case SBI_LEGACY_PUT: console_put((char)a[0]); return 0;
  case SBI_LEGACY_GET: return console_get();
  case SBI_LEGACY_CLEAR_IPI: csr_clear(mip, INTERRUPT_SOFTWARE_S); return 0;
  case SBI_LEGACY_SEND_IPI: return mail_send(MAIL_INTERRUPT, legacy_harts(a[0]), 0, 0, 0).error;
  case SBI_LEGACY_FENCE_I: return mail_send(MAIL_FENCE_I, legacy_harts(a[0]), 0, 0, 0).error;
  case SBI_LEGACY_SFENCE: return mail_send(MAIL_SFENCE, legacy_harts(a[0]), a[1], a[2], 0).error;
  case SBI_LEGACY_SFENCE_ASID:
    return mail_send(MAIL_SFENCE_ASID, legacy_harts(a[0]), a[1], a[2], a[3]).error;
  default: return reset(0, 0).error;
  }
}

static struct sbi_answer modern_call(uint64_t extension, uint64_t function, const uint64_t *a) {
  switch (extension) {
  case SBI_BASE: return base_call(function, a[0]);
  case SBI_RFENCE: return fence_call(function, a);
  case SBI_HSM: return hart_call(function, a);
  case SBI_CONSOLE: return console_call(function, a);
  case SBI_TIME:
    if (function != 0) return sbi_error(SBI_NOT_SUPPORTED);
    timer_set(a[0]);
    return sbi_error(SBI_SUCCESS);
  case SBI_IPI:
    if (function != 0) return sbi_error(SBI_NOT_SUPPORTED);
    return mail_send(MAIL_INTERRUPT, (struct harts){a[0], a[1]}, 0, 0, 0);
  case SBI_RESET:
    if (function != 0) return sbi_error(SBI_NOT_SUPPORTED);
    return reset((uint32_t)a[0], (uint32_t)a[1]);
  default: return sbi_error(SBI_NOT_SUPPORTED);
  }
}

void sbi_call(struct trap_frame *frame) {
  uint64_t extension = frame->a[7];
  if (extension <= SBI_LEGACY_SHUTDOWN) {
    frame->a[0] = (uint64_t)legacy_call(extension, frame->a);
    return;
  }
  struct sbi_answer answer = modern_call(extension, frame->a[6], frame->a);
  frame->a[0] = (uint64_t)answer.error;
  frame->a[1] = (uint64_t)answer.value;
}
