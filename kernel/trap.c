// trap.c - what happens between trap_vector and trap_return.
#include "kernel.h"

trap_handler *trap_table[TRAP_CAUSES];
void (*trap_door)(void) = trap_vector;

static void unexpected_interrupt(struct trap_frame *frame) {
  (void)frame;
  panic("an interrupt that was never enabled");
}

// Installs the vector, by an instruction that only the kernel may execute, and fills the table.
void trap_install(void) {
  for (int cause = 0; cause < TRAP_INTERRUPT; cause++) trap_table[cause] = fault_handler;
  for (int cause = TRAP_INTERRUPT; cause < TRAP_CAUSES; cause++) trap_table[cause] = unexpected_interrupt;
  trap_table[CAUSE_SYSTEM_CALL] = system_call_handler;
  trap_table[CAUSE_DIRECT_SYSTEM_CALL] = system_call_handler;
  trap_table[CAUSE_LOAD_PAGE_FAULT] = page_fault_handler;
  trap_table[CAUSE_STORE_PAGE_FAULT] = page_fault_handler;
  trap_table[TRAP_INTERRUPT + INTERRUPT_SOFTWARE] = cpu_interrupted;
  trap_table[TRAP_INTERRUPT + INTERRUPT_TIMER] = timer_interrupt;
  trap_table[TRAP_INTERRUPT + INTERRUPT_EXTERNAL] = device_interrupt;

  csr_write(sie, 0);      // no interrupt until its device is ready
  csr_write(sscratch, 0); // we are in the kernel
  csr_write(stvec, trap_door);
}

static void trap_dispatch(struct trap_frame *frame) {
  uint64_t cause = frame->scause & ~SCAUSE_INTERRUPT;
  if (cause >= TRAP_INTERRUPT) panic("a cause beyond the trap table");
  if (frame->scause & SCAUSE_INTERRUPT) cause += TRAP_INTERRUPT;
  trap_table[cause](frame);
}

// A trap from a program. trap_vector called us on the process's kernel stack.
void trap_from_user(struct trap_frame *frame) {
  lock_acquire(&kernel_lock);
  account_trap(current_process());
  timer_catch_up();
  trap_dispatch(frame);
  if (this_cpu()->reschedule) {
    this_cpu()->reschedule = false;
    process_yield();
  }
  trap_leave_kernel();
}

// The last C before trap_return: whoever goes to user mode must come back.
void trap_leave_kernel(void) {
  if (current_process()->killed) {
    kernel_step(STEP_KILLED, current_process());
    process_exit(current_process(), STATUS_KILLED);
  }
  if (current_process()->locks != 0) panic("a lock is still held on the way to user mode");
  account_leave(current_process());
  timer_before_program();
  lock_release(&kernel_lock); // from here on only what is this CPU's and this process's own
}

// A trap from the kernel itself: an interrupt while no process could run, or our own mistake.
void trap_from_kernel(struct trap_frame *frame) {
  if (frame->scause & SCAUSE_INTERRUPT) {
    lock_acquire(&kernel_lock); // idle has given it back
    trap_dispatch(frame);
    lock_release(&kernel_lock);
    return;
  }
  print_own_line();
  print("[kernel] %s (scause %lu) in the kernel at pc 0x%lx, stval 0x%lx\n", cause_name(frame->scause),
        frame->scause, frame->sepc, frame->stval);
  panic("the kernel made a mistake");
}

// A trap from the kernel, and no room for a frame on the stack that it was using.
void trap_stack_full(void) {
  print_own_line();
  print("[kernel] the kernel stack is full at pc 0x%lx, stval 0x%lx\n", csr_read(sepc), csr_read(stval));
  panic("a kernel stack overflowed");
}

// The words of the privileged specification for a cause.
const char *cause_name(uint64_t scause) {
  static const char *const names[] = {
      [CAUSE_FETCH_MISALIGNED] = "instruction address misaligned",
      [CAUSE_FETCH_ACCESS] = "instruction access fault",
      [CAUSE_ILLEGAL_INSTRUCTION] = "illegal instruction",
      [CAUSE_BREAKPOINT] = "breakpoint",
      [CAUSE_LOAD_MISALIGNED] = "load address misaligned",
      [CAUSE_LOAD_ACCESS] = "load access fault",
      [CAUSE_STORE_MISALIGNED] = "store address misaligned",
      [CAUSE_STORE_ACCESS] = "store access fault",
      [CAUSE_SYSTEM_CALL] = "system call",
      [CAUSE_DIRECT_SYSTEM_CALL] = "system call from supervisor mode",
      [CAUSE_FETCH_PAGE_FAULT] = "instruction page fault",
      [CAUSE_LOAD_PAGE_FAULT] = "load page fault",
      [CAUSE_STORE_PAGE_FAULT] = "store page fault",
  };
  if (scause >= sizeof names / sizeof names[0] || names[scause] == NULL) return "unknown cause";
  return names[scause];
}
