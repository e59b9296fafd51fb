// timer.c - the clock by which the kernel gets the CPU back.
//
// Supervisor mode has its own comparator (extension Sstc): a timer interrupt is pending while
// time >= stimecmp. A time slice starts when the CPU is about to leave the kernel, so that a
// process gets its slice however short it is and however long the kernel was busy.
//
// A tick is one timer interrupt: the unit of sleep() and uptime(). While nobody runs and
// nobody sleeps no timer is set: nothing could come of it.
#include "kernel.h"
#include "policy.h"

#define DEFAULT_SLICE 10000 // in units of the time CSR
#define NEVER (~0UL)

// The way from reading the clock to the user's first instruction takes time too. Measured:
// where time counts instructions, a slice of N lets the user execute exactly N.
#define WAY_OUT 64

uint64_t ticks;
static uint64_t slice;

void timer_initialize(void) {
  slice = bootarg_number("timeslice", DEFAULT_SLICE);
  if (slice == 0) bootarg_refuse("timeslice", "0", "1 or more");
  csr_write(CSR_STIMECMP, NEVER);
  csr_set(sie, SIE_STIE);
}

// If no slice is running, starts one. A process that gets the CPU in the middle of
// another's slice gets the rest of it.
void timer_start_slice(void) {
  if (this_cpu()->timer_running) return;
  this_cpu()->timer_running = true;
  csr_write(CSR_STIMECMP, csr_read(time) + slice + WAY_OUT);
}

// Time is up: the process did not ask for this.
void timer_interrupt(struct trap_frame *frame) {
  (void)frame;
  struct cpu *cpu = this_cpu();
  csr_write(CSR_STIMECMP, NEVER); // also takes the request away
  cpu->timer_running = false;
  ticks++;
  wake_sleepers();
  if (cpu->current == NULL) return;
  cpu->current->ticks++;
  cpu->reschedule = policy->tick(cpu->current);
}
