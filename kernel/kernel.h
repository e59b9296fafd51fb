// kernel.h - the functions of the kernel, grouped by file: the table of contents.
//
// Boot       entry.S main.c cpu.c shared.c device_tree.c bootargs.c control.c boot_list.c
// Traps      trap_vector.S machine_trap.S trap.c fault.c timer.c system_calls.c process_calls.c
// Memory     page_allocator.c page_table.c address_space.c user_memory.c page_fault.c
//            copy_on_write.c isolation.c trampoline.S secret.c
// Processes  process.c process_end.c program.c arguments.c scheduler.c context_switch.S sleep.c lock.c
// Policies   policy.c policies/ decide.c accounting.c
// Files      file.c file_calls.c file_system.c initrd.c devices.c pipe.c terminal.c
// Disk       disk_files.c directory.c inode.c journal.c block_cache.c virtio_disk.c
// Devices    uart.c plic.c finisher.c
// Help       steps.c console.c panic.c check.c errors.c string.c memory.S
//
// What the kernel's structures are is told in process.h, trap.h, file.h, file_system.h and
// policy.h; every function that one file offers to others is declared here.
//
// One rule holds everywhere: kernel code runs with interrupts off and holds the kernel lock (lock.h).
// A process that works in the kernel gives up the CPU, and the lock with it, only by calling
// switch_to_scheduler(), so between two such calls nobody else changes the kernel's data.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "disk_layout.h"
#include "errors.h"
#include "file_system.h"
#include "layout.h"
#include "lock.h"
#include "process.h"
#include "riscv.h"
#include "system_calls.h"
#include "trap.h"

// shared.c
extern struct process process_table[NPROC];
extern struct cpu cpus[NCPU];
extern int live_processes, sleepers, next_pid;
extern uint64_t ticks;
extern struct run_outcome run_outcome;

// device_tree.c: what the firmware tells about the machine.
struct machine {
  uint64_t memory_end; // first byte after RAM
  uint64_t initrd_start, initrd_end;
  uint64_t device_tree_start, device_tree_end;
  bool has_plic; // without one no device interrupts
  int cpus;      // NCPU at most
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

// steps.c: what the kernel does, in its own words.
enum kernel_step {
  STEP_TRAP_TABLE, STEP_PAGE_TABLE, STEP_TIMER, STEP_NO_TIMER, STEP_DEVICES, // to boot
  STEP_ENTRY, STEP_ALLOCATE, STEP_LOAD, STEP_STACK, STEP_REGISTERS,          // to make a process
  STEP_COPY, STEP_COPY_REGISTERS, STEP_NO_PROGRAM, STEP_NO_MEMORY,
  STEP_SHARE, STEP_STACK_GROWS, STEP_COPY_ON_WRITE,                                   // to keep a promise of memory
  STEP_KILLED, STEP_FREE, STEP_ZOMBIE, STEP_ORPHAN,                          // to clear one away
};
void kernel_step(enum kernel_step step, const struct process *whose);

// trap.c
extern trap_handler *trap_table[TRAP_CAUSES];
extern void (*trap_door)(void); // what stvec leads to
void trap_install(void);
void trap_from_user(struct trap_frame *frame);
void trap_from_kernel(struct trap_frame *frame);
[[gnu::noreturn]] void trap_stack_full(void);
void trap_leave_kernel(void);
const char *cause_name(uint64_t scause);

// trap_vector.S
extern struct trap_ways trap_ways; // of the door that is used
void trap_vector(void);
[[gnu::noreturn]] void trap_return(struct trap_frame *frame);

// fault.c
trap_handler fault_handler;
void fault_explain(struct process *process, struct trap_frame *frame);

// timer.c
extern uint64_t timer_slice; // between two ticks, in units of the time CSR
void timer_initialize(void);
void timer_start(void);
void timer_before_program(void);
void timer_before_idle(void);
void timer_catch_up(void);
trap_handler timer_interrupt;

// cpu.c
void cpus_start(void);
[[gnu::noreturn]] void cpu_main(void);
void cpu_wake_idle(void);
void cpu_interrupt_if_running(const struct process *process);
bool cpu_another_ticks(void);
trap_handler cpu_interrupted;

// system_calls.c, and a function sys_... for each call in process_calls.c and file_calls.c
typedef long system_call(struct trap_frame *frame);
extern system_call *const system_calls[];
trap_handler system_call_handler;
#define CALL(name) system_call sys_##name;
EACH_SYSTEM_CALL(CALL)
#undef CALL

// page_allocator.c
void page_allocator_initialize(void);
void *page_take(void);
void *page_allocate(void);
void *page_copy(const void *content);
void page_free(void *page);
void page_share(const void *page);
bool page_is_shared(const void *page);
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
#define PTE_COW (1UL << 8) // of the two bits that are the kernel's: to be copied when it is written
#define PTE_FLAGS 0x3ffUL
#define PTE_COUNT 512    // entries in a page table
pte_t *page_table_find(pte_t *root, uint64_t address);
pte_t *page_table_make(pte_t *root, uint64_t address, int leaf_level);
pte_t pte_pointing_to(const void *physical, uint64_t flags);
void *pte_target(pte_t entry);
bool pte_is_leaf(pte_t entry);
#define page_table_satp(root) (SATP_SV39 | (uint64_t)(root) / PAGE_SIZE) // what chooses this table
void page_table_activate(pte_t *root);

static inline uint64_t page_down(uint64_t address) { return address & ~(PAGE_SIZE - 1UL); }
static inline uint64_t page_up(uint64_t address) { return page_down(address + PAGE_SIZE - 1); }

// address_space.c
extern pte_t *kernel_page_table;
void kernel_address_space_build(void);
pte_t *address_space_create(const struct process *process);
pte_t *address_space_copy(pte_t *root, const struct process *process);
void address_space_free(pte_t *root);
int address_space_add(pte_t *root, uint64_t start, uint64_t end, uint64_t flags);
void address_space_remove(pte_t *root, uint64_t start, uint64_t end);

// page_fault.c
void page_fault_choose(void);
uint64_t stack_at_start(void);
bool page_fault_mend(pte_t *root, uint64_t address, uint64_t access);
trap_handler page_fault_handler;

// copy_on_write.c
void copy_on_write_choose(void);
bool copy_on_write_is_on(void);
pte_t copy_on_write_fork(pte_t *parent);
bool copy_on_write(pte_t *entry);

// isolation.c
extern bool isolation_is_on;
void isolation_choose(void);
pte_t *isolation_table(pte_t *root);
int isolation_create(pte_t *root, const struct process *process);
void isolation_follow(pte_t *root);
void isolation_free(pte_t *root);
void isolation_use(struct process *process);

// trampoline.S
extern const struct trap_ways trampoline_ways;
void trampoline_vector(void);
[[gnu::noreturn]] void trampoline_return(struct trap_frame *frame);

// secret.c
#define SECRET_SIZE 32
extern uint8_t kernel_secret[SECRET_SIZE];
void secret_choose(void);

// user_memory.c: every pointer that comes from a user passes through here.
bool user_range_ok(pte_t *root, uint64_t address, uint64_t length, uint64_t flags);
int copy_text_from_user(pte_t *root, char *to, uint64_t from, size_t size);
int copy_from_user(pte_t *root, void *to, uint64_t from, size_t length);
int copy_to_user(pte_t *root, uint64_t to, const void *from, size_t length);
void *user_piece(pte_t *root, uint64_t address, uint64_t length, uint64_t flags, size_t *part);

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
  char path[PATH_SIZE]; // where its file is
  struct file *file;    // while it is read
  pte_t *page_table;
  uint64_t heap_start; // first page after its own
  uint64_t entry;
  uint64_t sp; // below the arguments
  int argument_count;
};
int program_load(struct process *process, struct image *image, const char *path, const struct arguments *arguments);

// process.c
int process_spawn(struct process *parent, const char *path, const struct arguments *arguments,
                  const struct job *job); // job NULL: nothing special
int process_fork(struct process *parent);
int process_exec(struct process *process, const char *path, const struct arguments *arguments);
void process_forget(struct process *process);

// process_end.c
bool process_is_orphan(const struct process *process);
[[gnu::noreturn]] void process_exit(struct process *process, int status);
[[gnu::noreturn]] void process_end_by_fault(struct process *process, struct trap_frame *frame);
int process_request_end(struct process *asker, long pid);
int process_wait(struct process *parent, uint64_t status_address);
bool process_was_interrupted(void);

// scheduler.c
void process_ready(struct process *process);
void process_yield(void);
void switch_to_scheduler(void);
[[gnu::noreturn]] void scheduler(void);

// context_switch.S
void context_switch(struct context *old, struct context *new);

// sleep.c
void wait_for(const void *channel, const char *words);
bool block_on(const void *channel, const char *words);
void wakeup(const void *channel);
void wake(struct process *process);
void sleep_until_arrival(struct process *process);
bool sleep_ticks(uint64_t count);
void wake_sleepers(void);

// policy.c
struct policy;
extern const struct policy *policy; // the one that was chosen at boot
void policy_choose(void);

// decide.c
void decide_choose(void);
bool decide_now(void);
uint64_t process_ticks_used(const struct process *process);

// accounting.c
void account_trap(struct process *process);
void account_ready(struct process *process);
void account_run(struct process *process);
void account_stop(struct process *process);
void account_tick(struct process *process);
void account_leave(struct process *process);
void account_end(struct process *process);

// file.c
extern const struct file_kind stored_file, directory_file;
struct file *file_make(const struct file_kind *kind, const char *name);
int file_open(const char *path, uint64_t flags, struct file **opened);
bool file_uses(const struct node *node);
int files_open(void);
int file_drop(struct file *file);
int descriptor_free(struct process *process);
struct file *descriptor_file(struct process *process, uint64_t descriptor);
int descriptor_close(struct process *process, int descriptor);
void files_open_console(struct process *process);
void files_share(struct process *process, const struct process *parent);
void files_close(struct process *process);

// file_system.c
void file_system_initialize(void);
int path_resolve(const char *directory, const char *path, char *to);
int path_make_directory(const char *path);
int path_link(const char *old, const char *new);
int path_unlink(const char *path);
int file_open_path(struct file *file, const char *path, uint64_t flags);
int node_status(const struct node *node, struct status *status);
long node_read(const struct node *node, uint64_t offset, void *to, size_t length);
long node_write(const struct node *node, uint64_t offset, const void *from, size_t length);
int node_list(const struct node *node, uint64_t *place, struct entry *entry);
int node_flush(const struct node *node);
int node_close(const struct node *node);

// initrd.c
extern const struct file_system initrd;
const uint8_t *initrd_content(const char *path, size_t *size);

// devices.c
extern const struct file_system devices;
extern const struct file_kind null_file;
const struct file_kind *device_kind(const struct node *node);

// disk_files.c
extern const struct file_system disk_files;
extern struct superblock disk_superblock;
int disk_files_mount(void);

// directory.c
long directory_find(uint32_t directory, const char *name, uint64_t *place);
int directory_add(uint32_t directory, const char *name, uint32_t inode);
int directory_remove(uint32_t directory, uint64_t place);
long directory_next(uint32_t directory, uint64_t *place, struct directory_entry *entry);

// inode.c
struct buffer;
struct inode *inode_at(uint32_t number, struct buffer **buffer);
long inode_make(enum inode_kind kind);
long inode_read(uint32_t number, uint64_t offset, void *to, size_t length);
long inode_write(uint32_t number, uint64_t offset, const void *from, size_t length);
int inode_empty(uint32_t number);
int inode_free(uint32_t number);
void blocks_forget_hint(void);

// journal.c
int journal_begin(int blocks);
int journal_commit(void);
int journal_recover(uint32_t log_block);

// block_cache.c
struct buffer {
  uint32_t block;
  bool valid;    // the content is that of the block
  bool changed;  // and is not on the disk yet
  uint64_t used; // when it was wanted last
  uint8_t *data; // a page
};
extern int buffers_changed;
bool buffers_initialize(void);
struct buffer *buffer_read(uint32_t block);
struct buffer *buffer_new(uint32_t block);
void buffer_change(struct buffer *buffer);
struct buffer *buffer_next_changed(struct buffer *buffer);
void buffers_settle(bool forget);

// virtio_disk.c
extern uint64_t disk_sectors;
void disk_initialize(void);
int disk_read(uint64_t sector, void *to, uint32_t length);
int disk_write(uint64_t sector, const void *from, uint32_t length);
int disk_flush(void);
bool disk_interrupt(uint32_t source);
bool disk_is_busy(void);

// pipe.c
extern const struct file_kind pipe_read_end, pipe_write_end;
int pipe_make(struct process *process, int descriptors[2]);

// terminal.c
extern const struct file_kind console_file;
void terminal_initialize(void);
bool terminal_echoes(void);
void terminal_receive(void);
void terminal_before_idle(void);

// uart.c
void uart_initialize(void);
void uart_put(char byte);
int uart_get(void);
void uart_receive_interrupts(bool on);

// plic.c
#define PLIC_VIRTIO 1 // source of the first virtio slot; the others follow
void plic_initialize(void);
void plic_enable(uint32_t source);
trap_handler device_interrupt;

// finisher.c
[[gnu::noreturn]] void finish(int code);
[[gnu::noreturn]] void finish_run(void);

// console.c
void console_write(const char *text, size_t length);
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void print_own_line(void);

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
// entry.S
extern uint8_t kernel_stacks[NPROC][KERNEL_STACK_PIECE];
extern uint8_t cpu_stacks[NCPU][KERNEL_STACK_PIECE];

// The gate of a process (trap.h), whose trap frame is at its beginning with isolation=on.
static inline struct gate *gate_of(const struct process *process) {
  return (struct gate *)kernel_stacks[process - process_table];
}
