// process_end.c - how processes end, and what is left of them: an entry in the table with the
// exit status, until somebody asks for it.
//
// A process's parent asks, by wait. A process whose parent has ended is an orphan: the kernel
// adopts it, as init does elsewhere, and removes its entry as soon as it has ended, unless a
// process of the family has offered itself (adopt; user/tools/init.c). The
// programs of the boot list never had a parent: their entries stay to be looked at until
// another process needs them (find_entry in process.c).
#include "kernel.h"

bool process_is_orphan(const struct process *process) {
  return process->parent == NULL && process->owner != process->pid;
}

// A relative that adopts orphans, or NULL: the kernel does.
static struct process *find_adopter(const struct process *orphan) {
  for (struct process *process = process_table; process < process_table + NPROC; process++) {
    bool lives = process->state != UNUSED && process->state != ZOMBIE && process->page_table != NULL;
    if (lives && process->adopts && process->owner == orphan->owner) return process;
  }
  return NULL;
}

// Those that have ended already waited for the parent to ask: without another, nobody will.
static void adopt_children_of(struct process *parent) {
  for (struct process *process = process_table; process < process_table + NPROC; process++) {
    if (process->state == UNUSED || process->parent != parent) continue;
    process->parent = find_adopter(process);
    if (process->state != ZOMBIE) continue;
    if (process->parent != NULL) wakeup(process->parent);
    else process_forget(process);
  }
}

// What all ends of a life have in common: memory goes back, the entry stays to be read.
[[gnu::noreturn]] static void process_end(struct process *process, int kind, long value) {
  if (process->pid == 1) run_outcome = (struct run_outcome){kind, value};
  files_close(process); // may have to wait for the disk
  account_end(process);
  page_table_activate(kernel_page_table); // we stand on the one that is freed next
  address_space_free(process->page_table);
  process->page_table = process->user_page_table = NULL;
  kernel_step(STEP_FREE, process);
  adopt_children_of(process);
  process->state = ZOMBIE;
  live_processes--;
  kernel_step(process_is_orphan(process) ? STEP_ORPHAN : STEP_ZOMBIE, process);
  if (process->parent != NULL) wakeup(process->parent); // in process_wait
  switch_to_scheduler(); // which forgets an orphan: we still stand on its stack
  panic("a zombie was given the CPU");
}

// The process ends itself.
[[gnu::noreturn]] void process_exit(struct process *process, int status) {
  process->exit_status = status;
  process_end(process, RUN_EXITED, status);
}

// The kernel ends the process, which did in user mode what the frame says. Everybody else goes on.
[[gnu::noreturn]] void process_end_by_fault(struct process *process, struct trap_frame *frame) {
  print_own_line();
  print("[kernel] pid %d (%s) killed: %s (scause %lu) at pc 0x%lx", process->pid, process->name,
        cause_name(frame->scause), frame->scause, frame->sepc);
  fault_explain(process, frame);
  print("\n");
  process->exit_status = 128 + (int)frame->scause;
  process_end(process, RUN_KILLED, frame->scause);
}

// One process ends another, or itself, if both descend from the same first program: its
// neighbours are none of its business. The end comes when the other would next return to user
// mode, because in the middle of the kernel's work nobody may disappear.
int process_request_end(struct process *killer, long pid) {
  for (struct process *process = process_table; process < process_table + NPROC; process++) {
    if (process->state == UNUSED || process->pid != pid) continue;
    if (process->owner != killer->owner) return -EPERM;
    process->killed = true;
    if (process->state == BLOCKED) wake(process);
    cpu_interrupt_if_running(process);
    return 0;
  }
  return -ESRCH;
}

// Whether the current process has to hear of Control-C: it does so once.
bool process_was_interrupted(void) {
  bool interrupted = current_process()->interrupted;
  current_process()->interrupted = false;
  return interrupted;
}

// Waits until a child of the current process has ended, writes its status to a user's address
// (0: nowhere) and forgets it. The child's pid, -ECHILD, -EFAULT or -EINTR.
int process_wait(struct process *parent, uint64_t status_address) {
  for (;;) {
    bool has_children = false;
    for (struct process *child = process_table; child < process_table + NPROC; child++) {
      if (child->state == UNUSED || child->parent != parent) continue;
      has_children = true;
      if (child->state != ZOMBIE) continue;
      int pid = child->pid, status = child->exit_status;
      if (status_address != 0 && copy_to_user(parent->page_table, status_address, &status, sizeof status) != 0)
        return -EFAULT;
      process_forget(child);
      return pid;
    }
    if (!has_children) return -ECHILD;
    if (process_was_interrupted() || !block_on(parent, "a child to end")) return -EINTR;
  }
}
