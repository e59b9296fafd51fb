// process_calls.c - the system calls about processes.
#include "kernel.h"

long sys_exit(struct trap_frame *frame) { process_exit(current_process(), (int)frame->a0); }

// fork(): a copy of the caller. Its pid; 0 in the copy.
long sys_fork(struct trap_frame *frame) {
  (void)frame;
  if (control == DIRECT) return -ENOSYS; // there is one address space, and the caller is in it
  return process_fork(current_process());
}

// What exec and spawn read from the caller: path in a0, argv in a1 (0: the path is the only argument).
struct request {
  char path[PROGRAM_PATH];
  struct arguments arguments;
  char *texts; // a page
};

static int request_read(struct request *request, struct trap_frame *frame) {
  request->texts = NULL;
  if (control == DIRECT) return -ENOSYS; // as fork
  request->texts = page_allocate();
  if (request->texts == NULL) return -ENOMEM;
  int length = copy_text_from_user(current_process()->page_table, request->path, frame->a0, PROGRAM_PATH);
  if (length < 0) return length;
  request->arguments = (struct arguments){1, {request->path}};
  return frame->a1 == 0 ? 0 : arguments_from_user(&request->arguments, frame->a1, request->texts);
}

static void request_end(struct request *request) {
  if (request->texts != NULL) page_free(request->texts);
}

// exec(path, argv): the caller runs another program from now on.
long sys_exec(struct trap_frame *frame) {
  struct request request;
  int result = request_read(&request, frame);
  if (result == 0) result = process_exec(current_process(), request.path, &request.arguments);
  request_end(&request);
  return result;
}

// spawn(path, argv): a new process, child of the caller, that runs a program. Its pid.
long sys_spawn(struct trap_frame *frame) {
  struct request request;
  int result = request_read(&request, frame);
  if (result == 0) result = process_spawn(current_process(), request.path, &request.arguments, NULL);
  request_end(&request);
  return result;
}

// wait(status): until a child ends. Its pid; its exit status is stored at the address, if not 0.
long sys_wait(struct trap_frame *frame) {
  pte_t *root = current_process()->page_table;
  if (frame->a0 != 0 && !user_range_ok(root, frame->a0, sizeof(int), PTE_W)) return -EFAULT;
  return process_wait(current_process(), frame->a0);
}

// kill(pid): ends a process of the same family.
long sys_kill(struct trap_frame *frame) { return process_request_end(current_process(), (long)frame->a0); }

// processes(index, status): stores what is said about the next process of the table, from an index on.
// The index behind it, or 0: there are no more.
long sys_processes(struct trap_frame *frame) {
  for (uint64_t index = frame->a0; index < NPROC; index++) {
    const struct process *process = &process_table[index];
    if (process->state == UNUSED) continue;
    struct process_status status = {
        .pid = process->pid,
        .parent = process->parent == NULL ? 0 : process->parent->pid,
        .state = process->state,
        .ticks = process->ticks,
    };
    string_copy(status.name, process->name, sizeof status.name);
    int error = copy_to_user(current_process()->page_table, frame->a1, &status, sizeof status);
    return error != 0 ? error : (long)index + 1;
  }
  return 0;
}

// interrupts(on): whether Control-C ends the caller's waiting, with -EINTR, instead of being typed.
long sys_interrupts(struct trap_frame *frame) {
  current_process()->interruptible = frame->a0 != 0;
  return 0;
}

// adopt(): orphans of the caller's family become its children from now on.
long sys_adopt(struct trap_frame *frame) {
  (void)frame;
  current_process()->adopts = true;
  return 0;
}

// setpriority(priority): 0 is the highest. What it was.
long sys_setpriority(struct trap_frame *frame) {
  struct process *process = current_process();
  int old = process->priority;
  if (frame->a0 > LOWEST_PRIORITY) return -EINVAL;
  process->priority = (int)frame->a0;
  return old;
}

// settickets(tickets): the caller's share of the CPU. How many it had.
long sys_settickets(struct trap_frame *frame) {
  struct process *process = current_process();
  int old = process->tickets;
  if (frame->a0 < 1 || frame->a0 > MOST_TICKETS) return -EINVAL;
  process->tickets = (int)frame->a0;
  return old;
}

long sys_getpid(struct trap_frame *frame) {
  (void)frame;
  return current_process()->pid;
}

// yield(): lets others run; the caller stays ready.
long sys_yield(struct trap_frame *frame) {
  (void)frame;
  process_yield();
  return 0;
}

// sleep(ticks): the caller waits for so many timer interrupts.
long sys_sleep(struct trap_frame *frame) {
  long count = (long)frame->a0;
  if (count < 0) return -EINVAL;
  return count == 0 || sleep_ticks(count) ? 0 : -EINTR;
}

// uptime(): timer interrupts since boot.
long sys_uptime(struct trap_frame *frame) {
  (void)frame;
  return (long)ticks;
}

// sbrk(increment): moves the end of the heap, and returns where it was.
long sys_sbrk(struct trap_frame *frame) {
  struct process *process = current_process();
  long increment = (long)frame->a0;
  uint64_t old_end = process->heap_end, new_end = old_end + increment;
  // Compared so that nothing can wrap round.
  if (increment > 0 && (uint64_t)increment > STACK_GUARD - old_end) return -ENOMEM;
  if (increment < 0 && -(uint64_t)increment > old_end - process->heap_start) return -EINVAL;

  uint64_t old_page = page_up(old_end), new_page = page_up(new_end);
  if (new_page > old_page && address_space_add(process->page_table, old_page, new_page, PTE_R | PTE_W) != 0) {
    address_space_remove(process->page_table, old_page, new_page);
    return -ENOMEM;
  }
  if (new_page < old_page) address_space_remove(process->page_table, new_page, old_page);
  process->heap_end = new_end;
  return (long)old_end;
}
