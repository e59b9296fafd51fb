// accounting.c - who used the CPU, and how much.
//
// Instructions are counted between four moments, at which instret is read:
//
//   trap_return      left        the kernel goes to the program
//   trap_vector      entered     the program came to the kernel
//   context_switch               from a process to the scheduler, and back
//
// What lies between left and entered is the program's, but for the way out and in, which
// trap_vector.S knows the length of.
#include "kernel.h"

// Everything since the last moment, and a new moment.
static void count_for(uint64_t *instructions) {
  struct cpu *cpu = this_cpu();
  uint64_t now = csr_read(instret);
  *instructions += now - cpu->counted;
  cpu->counted = now;
}

// The process came back from user mode.
void account_trap(struct process *process) {
  const struct trap_frame *frame = process->trap_frame;
  struct cpu *cpu = this_cpu();
  uint64_t way = (trap_ways.out + trap_ways.in) / TRAP_INSTRUCTION;
  process->user_instructions += frame->entered - frame->left - way;
  process->kernel_instructions += frame->left - cpu->counted + way;
  cpu->counted = frame->entered;
}

// It could run from now on.
void account_ready(struct process *process) { process->ready_since = ticks; }

// It gets the CPU.
void account_run(struct process *process) {
  if (process->switches++ == 0) process->first_run = ticks;
  process->waiting += ticks - process->ready_since;
  this_cpu()->time_started = csr_read(time);
  count_for(&this_cpu()->scheduler_instructions);
}

static void count_time(struct process *process) {
  uint64_t now = csr_read(time);
  process->cpu_time += now - this_cpu()->time_started;
  this_cpu()->time_started = now;
}

// It gives up the CPU.
void account_stop(struct process *process) {
  count_time(process);
  count_for(&process->kernel_instructions);
}

// The timer hit while it ran.
void account_tick(struct process *process) {
  process->ticks++;
  count_time(process);
}

// It goes to user mode. A tick of which the first instruction is its own is its tick.
void account_leave(struct process *process) {
  if (this_cpu()->at_tick) process->ticks_begun++;
  this_cpu()->at_tick = false;
}

// It has ended: in the middle of a tick, which then counts.
void account_end(struct process *process) { process->end = this_cpu()->at_tick ? ticks : ticks + 1; }
