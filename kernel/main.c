// main.c - from the first line of C to the first process.
#include "kernel.h"
#include "policy.h"

// Boot is silent, so that the console has the programs' output only; verbose=1 tells the steps.
void boot_step(const char *words) {
  if (bootarg_number("verbose", 0) != 0) print("[kernel] boot: %s\n", words);
}

// Reads one program of the list: path, arguments, each ending in a NUL, then an empty text.
// Returns what follows it, NULL if the list ends too early.
static const char *boot_list_next(const char *at, const char *end, const char **path,
                                  struct arguments *arguments) {
  *path = at;
  while (at < end && *at != '\0') at++;
  at++;
  arguments->count = 0;
  while (at < end && *at != '\0') {
    if (arguments->count == MAX_ARGUMENTS) panic("etc/programs: too many arguments for one program");
    arguments->texts[arguments->count++] = at;
    while (at < end && *at != '\0') at++;
    at++;
  }
  return at < end ? at + 1 : NULL;
}

// Makes a process of each program in etc/programs, in order: pid 1, pid 2, ...
static void create_first_processes(void) {
  struct initrd_entry list;
  if (!initrd_find("etc/programs", &list)) panic("no etc/programs in the initrd: nothing to run");

  const char *at = (const char *)list.content, *end = at + list.size;
  while (at < end) {
    const char *path;
    struct arguments arguments;
    at = boot_list_next(at, end, &path, &arguments);
    if (at == NULL || *path == '\0') panic("etc/programs: the list is cut off");
    int pid = process_spawn(NULL, path, &arguments);
    if (pid < 0) {
      print("[kernel] %s cannot be loaded: %s\n", path, error_words(-pid));
      panic("a program to start with cannot be loaded");
    }
  }
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

  control_check();
  policy_choose();
  timer_initialize();
  boot_step("policy chosen, timer ready");
  terminal_initialize();
  plic_initialize();
  uart_receive_interrupts(machine.has_plic);
  boot_step("devices ready");

  create_first_processes();
  boot_step("first processes made");
  scheduler();
}
