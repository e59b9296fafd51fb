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

static int ready_processes;

static void give_to_policy(struct process *process) {
  process->state = READY;
  account_ready(process);
  policy->add(process);
  ready_processes++;
}

// The process can run: the policy has it from now on, and a CPU that idles comes for it.
void process_ready(struct process *process) {
  give_to_policy(process);
  cpu_wake_idle();
}

// The current process lets others run, and stays ready. This CPU asks the policy at once: no other need.
void process_yield(void) {
  give_to_policy(current_process());
  switch_to_scheduler();
}

static struct process *pick(void) {
  struct process *process = decide_now() ? policy->pick() : NULL;
  if (process != NULL) ready_processes--;
  return process;
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
  if (ready_processes > 0) cpu_wake_idle();
  context_switch(&cpu->context, &process->context);
  cpu->current = NULL;
  page_table_activate(kernel_page_table); // the process may end on another CPU, and its own with it
  if (process->state == ZOMBIE && process_is_orphan(process)) process_forget(process);
}

// Nobody is ready: wait for an interrupt. wfi wakes up with interrupts off too, so nothing
// can happen between the question and the waiting; the interrupt is taken right after. Another
// CPU that makes a process ready after this one has given the kernel away finds `idle` set.
static void idle(void) {
  timer_before_idle();
  terminal_before_idle();
  this_cpu()->idle = true;
  lock_release(&kernel_lock);
  wait_for_interrupt();
  csr_set(sstatus, SSTATUS_SIE);
  csr_clear(sstatus, SSTATUS_SIE);
  lock_acquire(&kernel_lock);
  this_cpu()->idle = false;
}

// Runs on each CPU's own stack for the rest of the machine's life, and holds the kernel's lock but for
// while the CPU idles or is in a program. One policy serves all CPUs.
[[gnu::noreturn]] void scheduler(void) {
  for (;;) {
    if (live_processes == 0 && !boot_list_next()) finish_run();
    struct process *process = pick();
    if (process != NULL) run(process);
    else idle();
  }
}
