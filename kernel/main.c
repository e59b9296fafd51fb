// main.c - from the first line of C to the first process.
#include "kernel.h"
#include "policy.h"

// entry.S comes here in supervisor mode, with no page table, on this CPU's stack.
[[gnu::noreturn]] void kernel_main(const void *device_tree) {
  trap_install(); // first, so that whatever goes wrong is at least reported
  uart_initialize();
  device_tree_read(device_tree);
  kernel_step(STEP_TRAP_TABLE, NULL);

  page_allocator_initialize();
  kernel_address_space_build();
  page_table_activate(kernel_page_table);
  kernel_step(STEP_PAGE_TABLE, NULL);

  control_choose();
  isolation_choose();
  secret_choose();
  decide_choose();
  policy_choose();
  page_fault_choose();
  timer_initialize();
  kernel_step(control == PREEMPTIVE ? STEP_TIMER : STEP_NO_TIMER, NULL);
  terminal_initialize();
  plic_initialize();
  uart_receive_interrupts(machine.has_plic);
  kernel_step(STEP_DEVICES, NULL);
  lock_acquire(&kernel_lock);

  file_system_initialize();
  check_start();
  boot_list_open();
  while (boot_list_next() && control != DIRECT) continue; // direct: one after another (scheduler.c)
  csr_set(sie, SIE_SSIE);
  cpus_start();
  scheduler();
}
