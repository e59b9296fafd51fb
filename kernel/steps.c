// steps.c - what the kernel says of itself, step by step: each step is a number, its sentence is in
// the table. `verbose=1` prints the sentences; whoever looks at the machine from outside reads the
// number as the function is entered, and the sentence in the table.
#include "kernel.h"

// %s: the path of the program.
const char *const kernel_steps[] = {
    [STEP_TRAP_TABLE] = "initializes the trap table: system calls, faults, timer, devices",
    [STEP_PAGE_TABLE] = "builds its page table: whose memory is whose",
    [STEP_TIMER] = "chooses control and policy, makes the interrupt timer ready",
    [STEP_NO_TIMER] = "chooses control and policy: no timer interrupts a program",
    [STEP_DEVICES] = "makes the devices ready",
    [STEP_ENTRY] = "creates an entry in the process list",
    [STEP_ALLOCATE] = "allocates memory for the program",
    [STEP_LOAD] = "loads %s into memory",
    [STEP_STACK] = "sets up the user stack with argv",
    [STEP_REGISTERS] = "fills the kernel stack with registers and pc",
    [STEP_COPY] = "copies the memory of the parent",
    [STEP_COPY_REGISTERS] = "fills the kernel stack with the registers of the parent",
    [STEP_NO_PROGRAM] = "removes it from the process list: its program cannot be loaded",
    [STEP_NO_MEMORY] = "removes it from the process list: there is no memory for it",
    [STEP_SHARE] = "shares the memory of the parent, until one of them writes",
    [STEP_STACK_GROWS] = "gives it one more page of its stack",
    [STEP_COPY_ON_WRITE] = "copies a page that it shared, and now writes",
    [STEP_KILLED] = "ends it, as a process has asked by kill",
    [STEP_FREE] = "frees the memory of the process",
    [STEP_ZOMBIE] = "removes it from the process list, but for its exit status",
    [STEP_ORPHAN] = "removes it from the process list: nobody asks for its exit status",
};

// What the kernel is doing for a process, or (whose NULL) to boot. It says so with verbose=1 only:
// the console is for the programs' output.
void kernel_step(enum kernel_step step, const struct process *whose) {
  if (bootarg_number("verbose", 0) == 0) return;
  print_own_line();
  if (whose == NULL) print("[kernel] boot: ");
  else print("[kernel] pid %d: ", whose->pid);
  print(kernel_steps[step], "the program");
  print("\n");
}
