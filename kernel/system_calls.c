// system_calls.c - what a program can ask for. Number in a7, arguments in a0.., result in a0.
#include "system_calls.h"
#include "kernel.h"

static long sys_exit(struct trap_frame *frame) { process_exit(current_process(), (int)frame->a0); }

static long sys_getpid(struct trap_frame *frame) {
  (void)frame;
  return current_process()->pid;
}

static long sys_yield(struct trap_frame *frame) {
  (void)frame;
  process_yield();
  return 0;
}

// sleep(ticks): the calling process waits for so many timer interrupts.
static long sys_sleep(struct trap_frame *frame) {
  long count = (long)frame->a0;
  if (count < 0) return -EINVAL;
  if (count > 0) sleep_ticks(count);
  return 0;
}

// uptime(): timer interrupts since boot.
static long sys_uptime(struct trap_frame *frame) {
  (void)frame;
  return (long)ticks;
}

// sbrk(increment): moves the end of the heap, and returns where it was.
static long sys_sbrk(struct trap_frame *frame) {
  struct process *process = current_process();
  long increment = (long)frame->a0;
  uint64_t old_end = process->heap_end, new_end = old_end + increment;
  if (increment > STACK_GUARD || (increment > 0 && new_end > STACK_GUARD)) return -ENOMEM;
  if (increment < -(long)USER_TOP || (increment < 0 && new_end < process->heap_start)) return -EINVAL;

  uint64_t old_page = page_up(old_end), new_page = page_up(new_end);
  if (new_page > old_page && address_space_add(process->page_table, old_page, new_page, PTE_R | PTE_W) != 0) {
    address_space_remove(process->page_table, old_page, new_page);
    return -ENOMEM;
  }
  if (new_page < old_page) address_space_remove(process->page_table, new_page, old_page);
  process->heap_end = new_end;
  return (long)old_end;
}

#define STANDARD_OUTPUT 1
#define STANDARD_ERROR 2

// write(descriptor, address, length): all or nothing, and nobody's output gets in between.
static long sys_write(struct trap_frame *frame) {
  pte_t *root = current_process()->page_table;
  uint64_t descriptor = frame->a0, address = frame->a1, length = frame->a2;
  if (descriptor != STANDARD_OUTPUT && descriptor != STANDARD_ERROR) return -EBADF;
  if (!user_range_ok(root, address, length, PTE_R)) return -EFAULT;

  char part[256];
  for (uint64_t done = 0; done < length;) {
    size_t size = length - done < sizeof part ? length - done : sizeof part;
    copy_from_user(root, part, address + done, size);
    console_write(part, size);
    done += size;
  }
  return (long)length;
}

system_call *const system_calls[SYSTEM_CALLS] = {
    [SYS_exit] = sys_exit,   [SYS_getpid] = sys_getpid, [SYS_yield] = sys_yield,   [SYS_sleep] = sys_sleep,
    [SYS_sbrk] = sys_sbrk,   [SYS_write] = sys_write,   [SYS_uptime] = sys_uptime,
};

// In the trap table at CAUSE_SYSTEM_CALL.
void system_call_handler(struct trap_frame *frame) {
  frame->sepc += 4; // sepc is the ecall itself; the program goes on after it
  uint64_t number = frame->a7;
  bool known = number < SYSTEM_CALLS && system_calls[number] != NULL;
  frame->a0 = known ? (uint64_t)system_calls[number](frame) : (uint64_t)-ENOSYS;
}
