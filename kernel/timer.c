// timer.c - the clock by which the kernel gets the CPU back.
//
// Supervisor mode has its own comparator (extension Sstc): a timer interrupt is pending while
// time >= stimecmp. A time slice starts when the CPU is about to leave the kernel, so that a
// process gets its slice however short it is and however long the kernel was busy.
//
// A tick is one timer interrupt: the unit of sleep() and uptime(). While nobody runs and
// nobody sleeps no timer is set: nothing could come of it.
//
// Without preemption no timer is set while a program runs. Then a tick is a slice of time that
// has passed, and the kernel looks at the clock whenever a program calls it.
#include "kernel.h"
#include "policy.h"

#define DEFAULT_SLICE 10000 // in units of the time CSR
#define LONGEST_SLICE (1UL << 40) // no sum with the clock wraps round
#define NEVER (~0UL)

// The way from reading the clock to the user's first instruction takes time too. Measured:
// where time counts instructions, a slice of N lets the user execute exactly N.
#define WAY_OUT 71

uint64_t ticks;
uint64_t timer_slice;
bool decide_at_ticks;
static uint64_t next_tick; // without preemption

// timeslice=N; decide=ticks: after a process has ended or blocked, the CPU idles to the next tick.
void timer_initialize(void) {
  timer_slice = DEFAULT_SLICE;
  char slice[24], decide[16];
  if (bootarg_text("timeslice", slice, sizeof slice) &&
      (!number_read(slice, &timer_slice) || timer_slice == 0 || timer_slice > LONGEST_SLICE))
    bootarg_refuse("timeslice", slice, "a number from 1 to 1099511627776");
  if (bootarg_text("decide", decide, sizeof decide)) {
    decide_at_ticks = string_equal(decide, "ticks") && control == PREEMPTIVE;
    if (!decide_at_ticks && !string_equal(decide, "always"))
      bootarg_refuse("decide", decide, "always, or ticks with control=preemptive");
  }
  this_cpu()->at_tick = true; // tick 0
  next_tick = csr_read(time) + timer_slice;
  csr_write(CSR_STIMECMP, NEVER);
  csr_set(sie, SIE_STIE);
}

// If no slice is running, starts one. A process that gets the CPU in the middle of
// another's slice gets the rest of it.
static void start_slice(void) {
  if (this_cpu()->timer_running) return;
  this_cpu()->timer_running = true;
  csr_write(CSR_STIMECMP, csr_read(time) + timer_slice + WAY_OUT);
}

// Before the kernel goes to a program.
void timer_before_program(void) {
  if (control == PREEMPTIVE) start_slice();
  else csr_write(CSR_STIMECMP, NEVER);
}

// Before the kernel waits because nobody can run.
void timer_before_idle(void) {
  bool somebody_waits_for_it = sleepers > 0 || (decide_at_ticks && !this_cpu()->at_tick);
  if (!somebody_waits_for_it) return;
  if (control == PREEMPTIVE) start_slice();
  else csr_write(CSR_STIMECMP, next_tick);
}

static void count_ticks(uint64_t count) {
  ticks += count;
  this_cpu()->at_tick = true;
  wake_sleepers();
}

// Without preemption: the ticks that have passed unnoticed.
void timer_catch_up(void) {
  uint64_t now = csr_read(time);
  if (control == PREEMPTIVE || now < next_tick) return;
  uint64_t count = 1 + (now - next_tick) / timer_slice;
  next_tick += count * timer_slice;
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
  count_ticks(1);
  if (cpu->current == NULL) return;
  account_tick(cpu->current);
  cpu->reschedule = policy->tick(cpu->current);
}
