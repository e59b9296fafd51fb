// kernel.h - the functions of the kernel, grouped by file: a table of contents.
//
// Boot       entry.S main.c device_tree.c bootargs.c control.c initrd.c boot_list.c
// Traps      trap_vector.S trap.c fault.c timer.c system_calls.c process_calls.c
// Memory     page_allocator.c page_table.c address_space.c user_memory.c
// Processes  process.c process_end.c program.c arguments.c scheduler.c context_switch.S sleep.c
// Policies   policy.c policies/ accounting.c
// Files      file.c file_calls.c pipe.c terminal.c
// Devices    uart.c plic.c finisher.c
// Help       console.c panic.c check.c errors.c string.c memory.S
//
// One rule holds everywhere: kernel code runs with interrupts off. A process that works in
// the kernel gives up the CPU only by calling switch_to_scheduler(), so between two such
// calls nobody else changes the kernel's data.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "errors.h"
#include "layout.h"
#include "process.h"
#include "riscv.h"
#include "trap.h"

// device_tree.c: what the firmware tells about the machine.
struct machine {
  uint64_t memory_end; // first byte after RAM
  uint64_t initrd_start, initrd_end;
  uint64_t device_tree_start, device_tree_end;
  bool has_plic; // without one no device interrupts
  char bootargs[512];
};
extern struct machine machine;
void device_tree_read(const void *device_tree);

// bootargs.c
bool bootarg_text(const char *key, char *value, size_t size);
uint64_t bootarg_number(const char *key, uint64_t otherwise);
[[gnu::noreturn]] void bootarg_refuse(const char *key, const char *value, const char *allowed);
bool option_text(const char *options, const char *key, char *value, size_t size);
uint64_t option_number(const char *options, const char *key, uint64_t least, uint64_t otherwise);
bool number_read(const char *text, uint64_t *number);

// control.c
enum control { PREEMPTIVE, COOPERATIVE, DIRECT };
extern enum control control;
void control_choose(void);
uint64_t control_sstatus(void);
uint64_t control_user_bit(void);

// boot_list.c
void boot_list_open(void);
bool boot_list_next(void);

// initrd.c
struct initrd_entry {
  const char *name;
  const uint8_t *content;
  size_t size;
};
bool initrd_find(const char *path, struct initrd_entry *entry);

// main.c
void kernel_step(const char *words, const struct process *whose);

// timer.c
extern uint64_t ticks;       // timer interrupts since boot
extern uint64_t timer_slice; // between two of them, in units of the time CSR
extern bool decide_at_ticks; // the CPU changes hands at timer interrupts only
void timer_initialize(void);
void timer_before_program(void);
void timer_before_idle(void);
void timer_catch_up(void);
trap_handler timer_interrupt;

// page_allocator.c
void page_allocator_initialize(void);
void *page_allocate(void);
void *page_copy(const void *content);
void page_free(void *page);
extern uint64_t pages_free;
uint64_t pages_count(void);

// page_table.c
#define PTE_V (1UL << 0) // valid
#define PTE_R (1UL << 1)
#define PTE_W (1UL << 2)
#define PTE_X (1UL << 3)
#define PTE_U (1UL << 4) // user mode may use it, and supervisor mode may not
#define PTE_A (1UL << 6) // accessed
#define PTE_D (1UL << 7) // dirty
#define PTE_FLAGS 0x3ffUL
#define PTE_COUNT 512    // entries in a page table
pte_t *page_table_find(pte_t *root, uint64_t address);
pte_t *page_table_make(pte_t *root, uint64_t address, int leaf_level);
pte_t pte_pointing_to(const void *physical, uint64_t flags);
void *pte_target(pte_t entry);
bool pte_is_leaf(pte_t entry);
void page_table_activate(pte_t *root);

static inline uint64_t page_down(uint64_t address) { return address & ~(PAGE_SIZE - 1UL); }
static inline uint64_t page_up(uint64_t address) { return page_down(address + PAGE_SIZE - 1); }

// address_space.c
extern pte_t *kernel_page_table;
void kernel_address_space_build(void);
pte_t *address_space_create(void);
pte_t *address_space_copy(pte_t *root);
void address_space_free(pte_t *root);
int address_space_add(pte_t *root, uint64_t start, uint64_t end, uint64_t flags);
void address_space_remove(pte_t *root, uint64_t start, uint64_t end);

// user_memory.c: every pointer that comes from a user passes through here.
bool user_range_ok(pte_t *root, uint64_t address, uint64_t length, uint64_t flags);
int copy_text_from_user(pte_t *root, char *to, uint64_t from, size_t size);
int copy_from_user(pte_t *root, void *to, uint64_t from, size_t length);
int copy_to_user(pte_t *root, uint64_t to, const void *from, size_t length);
int fill_user(pte_t *root, uint64_t to, const void *from, size_t length);

// arguments.c: what a program is given at its start.
#define MAX_ARGUMENTS 64
struct arguments {
  int count;
  const char *texts[MAX_ARGUMENTS]; // in kernel memory
};
int arguments_from_user(struct arguments *arguments, uint64_t argv, char *page);
int arguments_push(pte_t *root, const struct arguments *arguments, uint64_t *sp);

// program.c: a program in memory, ready to be somebody's.
struct image {
  char path[PROGRAM_PATH]; // where its file is
  pte_t *page_table;
  uint64_t heap_start; // first page after its own
  uint64_t entry;
  uint64_t sp; // below the arguments
  int argument_count;
};
int program_load(struct process *process, struct image *image, const char *path, const struct arguments *arguments);

// system_calls.c
typedef long system_call(struct trap_frame *frame);
extern system_call *const system_calls[];
trap_handler system_call_handler;

// process_calls.c
system_call sys_exit, sys_fork, sys_exec, sys_spawn, sys_wait, sys_kill;
system_call sys_getpid, sys_yield, sys_sleep, sys_uptime, sys_sbrk, sys_setpriority, sys_settickets;

// file_calls.c
system_call sys_open, sys_close, sys_read, sys_write, sys_dup, sys_pipe;

// uart.c
void uart_initialize(void);
void uart_put(char byte);
int uart_get(void);
void uart_receive_interrupts(bool on);

// plic.c
void plic_initialize(void);
trap_handler device_interrupt;

// terminal.c
void terminal_initialize(void);
void terminal_receive(void);
void terminal_before_idle(void);

// finisher.c
[[gnu::noreturn]] void finish(int code);
[[gnu::noreturn]] void finish_run(void);

// console.c
void console_write(const char *text, size_t length);
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void print_own_line(void);

// fault.c
void fault_explain(struct process *process, struct trap_frame *frame);

// errors.c
const char *error_words(int error);

// check.c
void check_start(void);
void check_end(void);

// panic.c
[[gnu::noreturn]] void panic(const char *message);

// string.c
size_t string_length(const char *text);
bool string_equal(const char *a, const char *b);
bool string_starts(const char *text, const char *beginning);
void string_copy(char *to, const char *from, size_t size);
const char *path_base(const char *path);

// memory.S
void *memset(void *to, int byte, size_t length);
void *memcpy(void *to, const void *from, size_t length);
int memcmp(const void *a, const void *b, size_t length);

// kernel.ld: only their addresses mean something.
extern char kernel_text_start[], kernel_text_end[], kernel_rodata_end[], kernel_end[];
extern uint8_t kernel_stacks[NPROC][KERNEL_STACK_PIECE];
extern uint8_t boot_stack[KERNEL_STACK_PIECE];
