// cpu.c - several CPUs: how the others begin, and how one wakes another.
//
// A CPU interrupts another by a store to the other's register msip in the CLINT. That is an interrupt for
// machine mode, where a handler of a dozen instructions (machine_trap.S) turns it into one for
// supervisor mode. It says nothing but "look": what there is to do is in the kernel's variables.
//
//   CPU 1: a process becomes ready        CPU 2: idles, in wfi
//   cpu_wake_idle
//   msip of CPU 2 = 1  ---------------->  machine_trap -> sip.SSIP = 1
//                                         cpu_interrupted; then the scheduler asks the policy
#include "kernel.h"

#define MSIP(hart) (*(volatile uint32_t *)(CLINT + 4UL * (hart)))

static int running_cpus = 1;

static void interrupt(const struct cpu *cpu) {
  asm volatile("fence rw, rw" ::: "memory"); // it must see what was done before
  MSIP(cpu->hart) = 1;
}

// The boot is far enough: the other CPUs, which wait in entry.S, may come.
void cpus_start(void) {
  for (running_cpus = 1; running_cpus < machine.cpus; running_cpus++) {
    cpus[running_cpus].hart = running_cpus;
    interrupt(&cpus[running_cpus]);
  }
}

// entry.S comes here with each CPU but the first, on its own stack, without a page table.
[[gnu::noreturn]] void cpu_main(void) {
  lock_acquire(&kernel_lock);
  trap_install();
  page_table_activate(kernel_page_table);
  timer_start();
  csr_set(sie, SIE_SSIE);
  scheduler();
}

// A process became ready. Who idles is told at once; one CPU is enough for one process. A CPU that
// itself runs no process needs nobody: it asks the policy before it idles.
void cpu_wake_idle(void) {
  if (current_process() == NULL) return;
  for (struct cpu *cpu = cpus; cpu < cpus + running_cpus; cpu++) {
    if (!cpu->idle) continue;
    cpu->idle = false; // and the next process is for another
    interrupt(cpu);
    return;
  }
}

// A process that has been told to end may turn in its program for ever: it is to come to the kernel.
void cpu_interrupt_if_running(const struct process *process) {
  for (struct cpu *cpu = cpus; cpu < cpus + running_cpus; cpu++)
    if (cpu != this_cpu() && cpu->current == process) interrupt(cpu);
}

// Whether another CPU will come to the kernel by its timer.
bool cpu_another_ticks(void) {
  for (struct cpu *cpu = cpus; cpu < cpus + running_cpus; cpu++)
    if (cpu != this_cpu() && cpu->timer_running) return true;
  return false;
}

// In the trap table at INTERRUPT_SOFTWARE. That it came is all there is to it: whoever idled looks anew,
// and who ran a program finds on its way out that it is to end.
void cpu_interrupted(struct trap_frame *frame) {
  (void)frame;
  csr_clear(sip, SIE_SSIE);
}
