// process.c - how processes come to be. How they end is in process_end.c.
//
//              process_spawn                pick               process_exit
//   UNUSED ----------------------> READY ---------> RUNNING ------------------> ZOMBIE -> UNUSED
//              process_fork          ^    <--------   |    process_end_by_fault      process_wait
//                via NEW             |     process_   |
//                                    |     yield      | block_on
//                                    +--- BLOCKED <---+
//                                  wake
#include "kernel.h"
#include "policy.h"

// An entry of the table: one that is unused, or that of a zombie nobody will ask for.
static struct process *find_entry(void) {
  struct process *zombie = NULL;
  for (struct process *process = process_table; process < process_table + NPROC; process++) {
    if (process->state == UNUSED) return process;
    if (zombie == NULL && process->state == ZOMBIE && process->parent == NULL) zombie = process;
  }
  return zombie;
}

// The last entries are for small families, so that one that grows without end (a fork bomb)
// does not keep the others from having children at all.
static bool family_may_grow(const struct process *parent) {
  int family = 0, all = 0;
  for (struct process *process = process_table; process < process_table + NPROC; process++) {
    bool is_taken = process->state != UNUSED && (process->state != ZOMBIE || process->parent != NULL);
    all += is_taken;
    family += is_taken && process->owner == parent->owner;
  }
  return all < NPROC - NPROC_RESERVED || family <= FAMILY_SMALL;
}

// The first thing a new process does in its life, in the kernel: leave it.
static void process_begin(void) {
  trap_leave_kernel();
  struct trap_frame *frame = current_process()->trap_frame;
  if (isolation_is_on) trampoline_return(frame);
  else trap_return(frame);
}

// Prepares the kernel stack as if the process had trapped just before its first instruction.
static void prepare_kernel_stack(struct process *process) {
  process->kernel_stack = kernel_stacks[process - process_table] + KERNEL_STACK_SIZE;
  uint8_t *top = process->kernel_stack + KERNEL_STACK_SIZE;
  process->trap_frame = (struct trap_frame *)(top - sizeof(struct trap_frame));
  process->context.ra = (uint64_t)process_begin;
  process->context.sp = (uint64_t)process->trap_frame;
  if (isolation_is_on) process->trap_frame = &gate_of(process)->frame;
}

// A process without memory, in state NEW. NULL: there is no entry of the table for it.
static struct process *process_new(struct process *parent) {
  struct process *process = parent == NULL || family_may_grow(parent) ? find_entry() : NULL;
  if (process == NULL) return NULL;
  memset(process, 0, sizeof *process);
  process->state = NEW;
  process->pid = next_pid++;
  process->parent = parent;
  process->owner = parent == NULL ? process->pid : parent->owner;
  process->priority = parent == NULL ? 0 : parent->priority;
  process->tickets = parent == NULL ? 1 : parent->tickets;
  process->estimate = ESTIMATE_UNKNOWN;
  process->arrival = ticks;
  if (parent != NULL) string_copy(process->directory, parent->directory, PATH_SIZE);
  prepare_kernel_stack(process);
  kernel_step(STEP_ENTRY, process);
  return process;
}

// The entry of the table is free again.
void process_forget(struct process *process) { memset(process, 0, sizeof *process); }

static void process_start(struct process *process) {
  if (process->parent == NULL) files_open_console(process);
  else files_share(process, process->parent);
  live_processes++;
  policy->start(process);
  if (process->arrival > ticks) sleep_until_arrival(process);
  else process_ready(process);
}

// The process will go on at the entry of this program, with fresh registers.
static void process_become(struct process *process, const struct image *image) {
  string_copy(process->program, image->path, sizeof process->program);
  string_copy(process->name, path_base(image->path), sizeof process->name);
  process->page_table = image->page_table;
  isolation_use(process);
  process->heap_start = process->heap_end = image->heap_start;

  struct trap_frame *frame = process->trap_frame;
  memset(frame, 0, sizeof *frame);
  frame->sstatus = control_sstatus();
  frame->sepc = image->entry;
  frame->sp = image->sp;
  frame->a0 = image->argument_count;
  frame->a1 = image->sp;
  frame->a2 = (uint64_t)kernel_secret; // where it is, is no secret: only that it can be read would be one
  kernel_step(STEP_REGISTERS, process);
}

// Makes a process that will run a program. Its pid, or a negative error. parent NULL: the kernel.
int process_spawn(struct process *parent, const char *path, const struct arguments *arguments,
                  const struct job *job) {
  struct process *process = process_new(parent);
  if (process == NULL) return -EAGAIN;
  struct image image;
  int error = program_load(process, &image, path, arguments);
  if (error != 0) {
    kernel_step(STEP_NO_PROGRAM, process);
    process_forget(process);
    return error;
  }
  process_become(process, &image);
  if (job != NULL) {
    process->arrival = job->arrival;
    process->estimate = job->estimate;
    process->tickets = job->tickets;
    process->priority = job->priority;
  }
  process_start(process);
  return process->pid;
}

// Makes a copy of a process that is in a system call. Its pid, which is what the call returns
// to the parent; in the copy it returns 0.
int process_fork(struct process *parent) {
  struct process *child = process_new(parent);
  if (child == NULL) return -EAGAIN;
  child->page_table = address_space_copy(parent->page_table, child);
  if (child->page_table == NULL) {
    kernel_step(STEP_NO_MEMORY, child);
    process_forget(child);
    return -ENOMEM;
  }
  isolation_use(child);
  kernel_step(copy_on_write_is_on() ? STEP_SHARE : STEP_COPY, child);
  child->heap_start = parent->heap_start;
  child->heap_end = parent->heap_end;
  string_copy(child->name, parent->name, sizeof child->name);
  string_copy(child->program, parent->program, sizeof child->program);
  *child->trap_frame = *parent->trap_frame;
  child->trap_frame->a0 = 0;
  kernel_step(STEP_COPY_REGISTERS, child);
  process_start(child);
  return child->pid;
}

// The current process gives up its program for another: same pid, new memory. On error it
// keeps the old one.
int process_exec(struct process *process, const char *path, const struct arguments *arguments) {
  struct image image;
  int error = program_load(process, &image, path, arguments);
  if (error != 0) return error;
  pte_t *old = process->page_table;
  process_become(process, &image);
  page_table_activate(process->page_table);
  address_space_free(old);
  return image.argument_count; // a0 of the new program, like every system call's result
}
