// system_calls.c - what a program can ask for. Number in a7, arguments in a0.., result in a0.
#include "system_calls.h"
#include "kernel.h"

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
    [SYS_exit] = sys_exit,   [SYS_fork] = sys_fork,     [SYS_exec] = sys_exec,   [SYS_spawn] = sys_spawn,
    [SYS_wait] = sys_wait,   [SYS_getpid] = sys_getpid, [SYS_yield] = sys_yield, [SYS_sleep] = sys_sleep,
    [SYS_sbrk] = sys_sbrk,   [SYS_write] = sys_write,   [SYS_kill] = sys_kill,   [SYS_uptime] = sys_uptime,
};

// In the trap table at CAUSE_SYSTEM_CALL.
void system_call_handler(struct trap_frame *frame) {
  frame->sepc += 4; // sepc is the ecall itself; the program goes on after it
  uint64_t number = frame->a7;
  bool known = number < SYSTEM_CALLS && system_calls[number] != NULL;
  frame->a0 = known ? (uint64_t)system_calls[number](frame) : (uint64_t)-ENOSYS;
}
