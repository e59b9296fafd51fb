// control.c - how the kernel gets the CPU back from a program: control=... at boot.
//
//                 programs run in    the kernel gets the CPU back        memory
//   preemptive    user mode          by traps and by the timer           an address space each
//   cooperative   user mode          by traps only                       an address space each
//   direct        supervisor mode    if the program likes to call it     the kernel's, one program at a time
//
// direct is direct execution without limits: what the other two are for can be seen there. A
// program can do everything the kernel can, no interrupt comes, and nothing is out of reach.
#include "kernel.h"

enum control control = PREEMPTIVE;

void control_choose(void) {
  static const char *const names[] = {[PREEMPTIVE] = "preemptive", [COOPERATIVE] = "cooperative", [DIRECT] = "direct"};
  char name[24];
  if (!bootarg_text("control", name, sizeof name)) return;
  for (int i = PREEMPTIVE; i <= DIRECT; i++) {
    if (!string_equal(name, names[i])) continue;
    control = i;
    return;
  }
  bootarg_refuse("control", name, "preemptive, cooperative or direct");
}

// sstatus of a program: what sret makes of the mode and the interrupts.
uint64_t control_sstatus(void) { return control == DIRECT ? SSTATUS_SPP : SSTATUS_SPIE; }

// The bit that lets user mode use a page, and keeps supervisor mode from it.
uint64_t control_user_bit(void) { return control == DIRECT ? 0 : PTE_U; }
