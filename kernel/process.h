// process.h - what the kernel knows about a process, and about a CPU.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "file.h"
#include "layout.h"
#include "offsets.h"
#include "process_abi.h"
#include "trap.h"

typedef uint64_t pte_t; // a page table is an array of 512 of these

enum process_state {
  UNUSED,  // this entry of the table is free
  NEW,     // being made: its program is being loaded
  READY,   // could run; the policy has it
  RUNNING, // on a CPU
  BLOCKED, // waits for something, see waiting_for
  ZOMBIE,  // ended; its exit status can still be read
};

// What a thread of the kernel needs to go on after context_switch returns:
// the registers that a C function must preserve, and where to return to.
struct context {
  uint64_t ra, sp;
  uint64_t s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11;
};

#define PROGRAM_PATH 64
#define LOWEST_PRIORITY 7
#define MOST_TICKETS 10000
#define STATUS_KILLED (-1) // another process ended it

#define ESTIMATE_UNKNOWN (~0UL)

// What the boot list says about a process beside its program.
struct job {
  uint64_t arrival, estimate;
  int tickets, priority;
};

struct process {
  int pid; // counts from 1 and is never used again
  enum process_state state;
  struct process *parent; // NULL: the kernel, which made it or adopted it
  int owner;              // pid of the first program it descends from: who may kill it
  char name[PROCESS_NAME];
  char program[PROGRAM_PATH]; // path of its program in the initrd

  // Memory.
  pte_t *page_table;   // root; NULL once the process has ended
  pte_t *user_page_table; // the same of what its program runs with, if that is another (isolation.c)
  uint64_t heap_start; // first page after the program's own
  uint64_t heap_end;   // moved by sbrk

  struct file *files[NFILES]; // by descriptor; NULL: not open
  char directory[PATH_SIZE];  // where its relative paths begin: a plain path (file_system.h)

  // The saved CPU: what the user had, and what the kernel had while working for it.
  struct trap_frame *trap_frame; // at the top of the kernel stack, or in its gate (isolation.c)
  struct context context;        // valid while it is not RUNNING
  uint8_t *kernel_stack;         // its lowest byte; a guard page lies below

  // Waiting (sleep.c).
  const char *waiting_for; // in words, NULL if it does not wait
  const void *channel;     // what wakeup() must name to wake it
  uint64_t wake_tick;
  bool killed; // it must end before it sees user mode again
  bool interruptible, interrupted; // it wants to hear of Control-C, and has to
  bool adopts; // orphans of its family become its children
  uint32_t locks; // that it holds, wherever it sleeps: a bit for each (lock.c)

  // Wishes, for the policies that listen to them. A child inherits them.
  int priority; // 0 is the highest
  int tickets;  // its share of the CPU
  uint64_t estimate; // ticks it is thought to need

  // Accounting (accounting.c). Moments are counted in ticks.
  uint64_t ticks;       // timer interrupts that hit while it ran
  uint64_t ticks_begun; // ticks whose first instruction was its own
  uint64_t switches;    // times it was given a CPU
  uint64_t cpu_time;    // while it had one, in units of the time CSR
  uint64_t user_instructions, kernel_instructions;
  uint64_t arrival;     // when it first became ready
  uint64_t first_run;   // when it was first given a CPU
  uint64_t end;         // when it had ended
  uint64_t waiting;     // ticks spent READY
  uint64_t ready_since;

  int exit_status; // of a ZOMBIE: what it exited with, 128 + cause of a fault, or STATUS_KILLED

  struct process *next; // belongs to the policy while READY
};

struct cpu {
  struct process *current; // NULL: the scheduler runs, or nothing
  struct context context;  // the scheduler's, while a process runs
  uint64_t hart;           // its number
  uint8_t *stack;          // top of the stack that it boots on; then the scheduler's
  bool timer_running;      // an interrupt is due at the end of the slice
  bool reschedule;         // the policy wants another process to run
  bool at_tick;            // no program has run since the last tick
  bool idle;               // nobody is ready for it: to be woken by an interrupt (cpu.c)
  uint64_t slice;          // how long until the next one, from the way out (trap_return) on; 0: it is set
  uint64_t turn;           // ticks that current has used of its turn: for the policy

  // Accounting.
  uint64_t counted;                // instret: what came before it has been counted
  uint64_t time_started;           // when current was given this CPU
  uint64_t scheduler_instructions; // by the scheduler, and interrupts while nobody could run

  uint32_t locks; // that it holds: a bit for each (lock.c)
};

// How the run ended, for whoever reads the machine's memory afterwards.
enum run_kind { RUN_EXITED, RUN_KILLED, RUN_PANICKED };
struct run_outcome {
  int kind;   // enum run_kind
  long value; // exit status, or cause of death, of the first program
};

// In the kernel tp holds the address of this CPU's struct cpu.
static inline struct cpu *this_cpu(void) {
  struct cpu *cpu;
  asm volatile("mv %0, tp" : "=r"(cpu)); // asked anew each time: a process may go on on another CPU
  return cpu;
}

static inline struct process *current_process(void) { return this_cpu()->current; }

#define CHECK(field, offset) \
  static_assert(offsetof(struct context, field) == offset, "offsets.h disagrees with struct context")
CHECK(ra, CONTEXT_RA);
CHECK(sp, CONTEXT_SP);
CHECK(s0, CONTEXT_S0);
CHECK(s1, CONTEXT_S1);
CHECK(s2, CONTEXT_S2);
CHECK(s3, CONTEXT_S3);
CHECK(s4, CONTEXT_S4);
CHECK(s5, CONTEXT_S5);
CHECK(s6, CONTEXT_S6);
CHECK(s7, CONTEXT_S7);
CHECK(s8, CONTEXT_S8);
CHECK(s9, CONTEXT_S9);
CHECK(s10, CONTEXT_S10);
CHECK(s11, CONTEXT_S11);
#undef CHECK
#define CHECK(field, offset) \
  static_assert(offsetof(struct cpu, field) == offset, "offsets.h disagrees with struct cpu")
CHECK(hart, CPU_HART);
CHECK(stack, CPU_STACK);
CHECK(slice, CPU_SLICE);
#undef CHECK
static_assert(sizeof(struct cpu) == CPU_SIZE, "offsets.h disagrees with struct cpu");
