// main.c - from the first line of C to the first process.
#include "kernel.h"
#include "policy.h"

// Boot is silent, so that the console has the programs' output only; verbose=1 tells the steps.
void boot_step(const char *words) {
  if (bootarg_number("verbose", 0) != 0) print("[kernel] boot: %s\n", words);
}

// entry.S comes here in supervisor mode, with no page table, on the boot stack.
[[gnu::noreturn]] void kernel_main(const void *device_tree) {
  trap_install(); // first, so that whatever goes wrong is at least reported
  uart_initialize();
  device_tree_read(device_tree);
  boot_step("trap vector installed, trap table filled, device tree read");

  page_allocator_initialize();
  kernel_address_space_build();
  page_table_activate(kernel_page_table);
  boot_step("page tables on");

  control_choose();
  policy_choose();
  timer_initialize();
  boot_step("policy chosen, timer ready");
  terminal_initialize();
  plic_initialize();
  uart_receive_interrupts(machine.has_plic);
  boot_step("devices ready");

  check_start();
  boot_list_open();
  while (boot_list_next() && control != DIRECT) continue; // direct: one after another (scheduler.c)
  boot_step("first processes made");
  scheduler();
}
