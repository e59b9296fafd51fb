// process.c - the life of a process: made from a program, ended by itself or by the kernel.
#include "kernel.h"

struct process process_table[NPROC];
struct cpu cpus[NCPU];
struct run_outcome run_outcome;
int live_processes;
static int next_pid = 1;

static struct process *find_unused(void) {
  for (struct process *process = process_table; process < process_table + NPROC; process++)
    if (process->state == UNUSED) return process;
  return NULL;
}

// The first thing a new process does in its life, in the kernel: leave it.
static void process_begin(void) {
  trap_leave_kernel();
  trap_return(current_process()->trap_frame);
}

// Prepares the kernel stack as if the process had trapped just before its first instruction.
static void prepare_kernel_stack(struct process *process) {
  process->kernel_stack = kernel_stacks[process - process_table] + PAGE_SIZE;
  uint8_t *top = process->kernel_stack + KERNEL_STACK_SIZE;
  process->trap_frame = (struct trap_frame *)(top - sizeof(struct trap_frame));
  memset(process->trap_frame, 0, sizeof(struct trap_frame));
  process->trap_frame->sstatus = SSTATUS_SPIE; // sret: to user mode, interrupts on
  process->context.ra = (uint64_t)process_begin;
  process->context.sp = (uint64_t)process->trap_frame;
}

static int load_and_start(struct process *process, const char *path, int argc, const char *const *argv) {
  const uint8_t *file;
  size_t size;
  if (!initrd_find(path, &file, &size)) return -ENOENT;
  process->page_table = address_space_create();
  if (process->page_table == NULL) return -ENOMEM;
  int error = program_load(process, file, size);
  if (error == 0) error = program_arguments(process, argc, argv);
  if (error != 0) address_space_free(process->page_table);
  return error;
}

// Makes a process that will run the program at a path of the initrd. Its pid, or a negative error.
int process_create(const char *path, int argc, const char *const *argv) {
  struct process *process = find_unused();
  if (process == NULL) return -EAGAIN;
  memset(process, 0, sizeof *process);
  process->state = NEW;
  process->pid = next_pid;
  string_copy(process->program, path, sizeof process->program);
  string_copy(process->name, path_base(path), sizeof process->name);
  prepare_kernel_stack(process);

  int error = load_and_start(process, path, argc, argv);
  if (error != 0) {
    memset(process, 0, sizeof *process); // UNUSED again
    return error;
  }
  next_pid++;
  live_processes++;
  process_ready(process);
  return process->pid;
}

// What both ends of a life have in common: memory goes back, the entry stays to be read.
[[gnu::noreturn]] static void process_end(struct process *process, int kind, long value) {
  if (process->pid == 1) run_outcome = (struct run_outcome){kind, value};
  page_table_activate(kernel_page_table); // we stand on the one that is freed next
  address_space_free(process->page_table);
  process->page_table = NULL;
  process->state = ZOMBIE;
  live_processes--;
  switch_to_scheduler();
  panic("a zombie was given the CPU");
}

// The process ends itself.
[[gnu::noreturn]] void process_exit(struct process *process, int status) {
  process->exit_status = status;
  process_end(process, RUN_EXITED, status);
}

// The kernel ends the process, which did in user mode what the frame says. Everybody else goes on.
[[gnu::noreturn]] void process_kill(struct process *process, struct trap_frame *frame) {
  print_own_line();
  print("[kernel] pid %d (%s) killed: %s (scause %lu) at pc 0x%lx", process->pid, process->name,
        cause_name(frame->scause), frame->scause, frame->sepc);
  fault_explain(process, frame);
  print("\n");
  process->exit_status = 128 + (int)frame->scause;
  process_end(process, RUN_KILLED, frame->scause);
}
