// main.c - from the first line of C to the first process.
#include "kernel.h"
#include "policy.h"

// What the kernel is doing for a process, or (whose NULL) to boot. It says so with verbose=1 only:
// the console is for the programs' output.
void kernel_step(const char *words, const struct process *whose) {
  if (bootarg_number("verbose", 0) == 0) return;
  print_own_line();
  if (whose == NULL) print("[kernel] boot: %s\n", words);
  else print("[kernel] pid %d: %s\n", whose->pid, words);
}

// entry.S comes here in supervisor mode, with no page table, on this CPU's stack.
[[gnu::noreturn]] void kernel_main(const void *device_tree) {
  trap_install(); // first, so that whatever goes wrong is at least reported
  uart_initialize();
  device_tree_read(device_tree);
  kernel_step("initializes the trap table: system calls, faults, timer, devices", NULL);

  page_allocator_initialize();
  kernel_address_space_build();
  page_table_activate(kernel_page_table);
  kernel_step("builds its page table: whose memory is whose", NULL);

  control_choose();
  decide_choose();
  policy_choose();
  timer_initialize();
  kernel_step(control == PREEMPTIVE ? "chooses control and policy, makes the interrupt timer ready"
                                    : "chooses control and policy: no timer interrupts a program", NULL);
  terminal_initialize();
  plic_initialize();
  uart_receive_interrupts(machine.has_plic);
  kernel_step("makes the devices ready", NULL);

  check_start();
  boot_list_open();
  while (boot_list_next() && control != DIRECT) continue; // direct: one after another (scheduler.c)
  scheduler();
}
