// scheduler.c - the mechanism by which processes share a CPU. Who is next, the policy knows.
//
//   process A         scheduler          process B
//   trap_from_user
//   process_yield
//   context_switch -> policy->pick()
//                     context_switch ->  (returns from its context_switch)
//                                        trap_return
#include "kernel.h"
#include "policy.h"

// The process can run: the policy has it from now on.
void process_ready(struct process *process) {
  process->state = READY;
  account_ready(process);
  policy->add(process);
}

// The current process lets others run, and stays ready.
void process_yield(void) {
  process_ready(current_process());
  switch_to_scheduler();
}

// Gives up the CPU. Comes back when the policy has chosen this process again: so the caller
// must have seen to it that somebody holds it (the policy, or a channel), or that it is dead.
void switch_to_scheduler(void) {
  struct process *process = current_process();
  if (process->state == RUNNING) panic("switch_to_scheduler: the process would be lost");
  account_stop(process);
  context_switch(&process->context, &this_cpu()->context);
}

static void run(struct process *process) {
  struct cpu *cpu = this_cpu();
  process->state = RUNNING;
  cpu->current = process;
  page_table_activate(process->page_table);
  account_run(process);
  context_switch(&cpu->context, &process->context);
  cpu->current = NULL;
  if (process->state == ZOMBIE && process_is_orphan(process)) process_forget(process);
}

// Nobody is ready: wait for an interrupt. wfi wakes up with interrupts off too, so nothing
// can happen between the question and the waiting; the interrupt is taken right after.
static void idle(void) {
  timer_before_idle();
  terminal_before_idle();
  wait_for_interrupt();
  csr_set(sstatus, SSTATUS_SIE);
  csr_clear(sstatus, SSTATUS_SIE);
}

// Runs on the CPU's own stack for the rest of the machine's life.
[[gnu::noreturn]] void scheduler(void) {
  for (;;) {
    if (live_processes == 0 && !boot_list_next()) finish_run();
    struct process *process = decide_now() ? policy->pick() : NULL;
    if (process != NULL) run(process);
    else idle();
  }
}
