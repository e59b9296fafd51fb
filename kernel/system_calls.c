// system_calls.c - what a program can ask for. Number in a7, arguments in a0.., result in a0.
#include "system_calls.h"
#include "kernel.h"

#define CALL(name) [SYS_##name] = sys_##name,
system_call *const system_calls[SYSTEM_CALLS] = {EACH_SYSTEM_CALL(CALL)};
#undef CALL

// In the trap table at CAUSE_SYSTEM_CALL.
void system_call_handler(struct trap_frame *frame) {
  frame->sepc += 4; // sepc is the ecall itself; the program goes on after it
  uint64_t number = frame->a7;
  bool known = number < SYSTEM_CALLS && system_calls[number] != NULL;
  frame->a0 = known ? (uint64_t)system_calls[number](frame) : (uint64_t)-ENOSYS;
}
