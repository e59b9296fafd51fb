// timer.c - the clock by which the kernel gets the CPU back.
//
// Supervisor mode has its own comparator (extension Sstc): a timer interrupt is pending while
// time >= stimecmp. A time slice starts when the CPU is about to leave the kernel, so that a
// process gets its slice however short it is and however long the kernel was busy.
//
// A tick is one timer interrupt: the unit of sleep() and uptime(). While nobody runs and
// nobody sleeps no timer is set: nothing could come of it. Each CPU has a timer and slices of its
// own; a tick is the first timer interrupt after a slice of time has passed since the last tick,
// on whichever CPU, so that there are not more of them with more CPUs.
//
// Without preemption no timer is set while a program runs. Then a tick is a slice of time that
// has passed, and the kernel looks at the clock whenever a program calls it.
#include "kernel.h"
#include "policy.h"

#define DEFAULT_SLICE 10000 // in units of the time CSR
#define LONGEST_SLICE (1UL << 40) // no sum with the clock wraps round
#define NEVER (~0UL)

uint64_t timer_slice;
static uint64_t next_tick; // without preemption
static uint64_t last_tick; // with preemption: when it was counted

// On each CPU.
void timer_start(void) {
  this_cpu()->at_tick = true; // tick 0
  csr_write(CSR_STIMECMP, NEVER);
  csr_set(sie, SIE_STIE);
}

// timeslice=N
void timer_initialize(void) {
  timer_slice = DEFAULT_SLICE;
  char slice[24];
  if (bootarg_text("timeslice", slice, sizeof slice) &&
      (!number_read(slice, &timer_slice) || timer_slice == 0 || timer_slice > LONGEST_SLICE))
    bootarg_refuse("timeslice", slice, "a number from 1 to 1099511627776");
  next_tick = csr_read(time) + timer_slice;
  timer_start();
}

// Before the kernel goes to a program: if no slice is running, one starts, and trap_return sets the
// comparator, at a known distance from the program's first instruction. So a slice of N lets the
// program execute exactly N instructions where time counts instructions, whatever compiled this file.
// A process that gets the CPU in the middle of another's slice gets the rest of it.
void timer_before_program(void) {
  struct cpu *cpu = this_cpu();
  if (control != PREEMPTIVE) csr_write(CSR_STIMECMP, NEVER);
  else if (!cpu->timer_running) cpu->slice = timer_slice + trap_ways.clock / TRAP_INSTRUCTION;
  cpu->timer_running = control == PREEMPTIVE;
}

// Before the kernel waits because nobody can run.
void timer_before_idle(void) {
  struct cpu *cpu = this_cpu();
  bool somebody_waits_for_it = (sleepers > 0 && !cpu_another_ticks()) || !decide_now();
  if (!somebody_waits_for_it || cpu->timer_running) return;
  csr_write(CSR_STIMECMP, control == PREEMPTIVE ? csr_read(time) + timer_slice : next_tick);
  cpu->timer_running = control == PREEMPTIVE;
}

static void count_ticks(uint64_t count) {
  ticks += count;
  wake_sleepers();
}

// Without preemption: the ticks that have passed unnoticed.
void timer_catch_up(void) {
  uint64_t now = csr_read(time);
  if (control == PREEMPTIVE || now < next_tick) return;
  uint64_t count = 1 + (now - next_tick) / timer_slice;
  next_tick += count * timer_slice;
  this_cpu()->at_tick = true;
  count_ticks(count);
}

// Time is up: the process did not ask for this. Who becomes ready at this tick does so before
// the policy is asked.
void timer_interrupt(struct trap_frame *frame) {
  (void)frame;
  struct cpu *cpu = this_cpu();
  csr_write(CSR_STIMECMP, NEVER); // also takes the request away
  cpu->timer_running = false;
  timer_catch_up();
  if (control != PREEMPTIVE) return;
  cpu->at_tick = true;
  uint64_t now = csr_read(time);
  if (now - last_tick >= timer_slice) { // always, on one CPU
    last_tick = now;
    count_ticks(1);
  }
  if (cpu->current == NULL) return;
  account_tick(cpu->current);
  cpu->reschedule = policy->tick(cpu->current);
}
