// reset.c - switching the machine off and on: the finisher, a device of the board.
#include "firmware.h"

#define PASS 0x5555
#define FAIL 0x3333 // with a status in the upper half
#define RESET 0x7777

enum { TYPE_SHUTDOWN, TYPE_COLD_REBOOT, TYPE_WARM_REBOOT };
enum { REASON_NONE, REASON_SYSTEM_FAILURE };

static _Noreturn void finish(uint32_t how) {
  *(volatile uint32_t *)FINISHER = how;
  for (;;) wait_for_interrupt();
}

struct sbi_answer reset(uint64_t type, uint64_t reason) {
  if (type > TYPE_WARM_REBOOT || reason > REASON_SYSTEM_FAILURE) return sbi_error(SBI_INVALID_PARAMETER);
  if (type != TYPE_SHUTDOWN) finish(RESET);
  finish(reason == REASON_NONE ? PASS : FAIL | 1 << 16);
}

static void print(const char *text) {
  for (; *text != 0; text++) console_put(*text);
}

// A fault of this firmware: nothing can be trusted any more.
_Noreturn void firmware_panic(const char *why) {
  print("firmware: ");
  print(why);
  print(", mcause ");
  uint64_t cause = csr_read(mcause);
  for (int shift = 60; shift >= 0; shift -= 4) console_put("0123456789abcdef"[cause >> shift & 15]);
  print(", mepc ");
  uint64_t pc = csr_read(mepc);
  for (int shift = 60; shift >= 0; shift -= 4) console_put("0123456789abcdef"[pc >> shift & 15]);
  print("\n");
  finish(FAIL | 1 << 16);
}
