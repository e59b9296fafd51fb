// lock.c - taking locks and giving them back, and that it is done in the order of lock.h.
#include "kernel.h"

struct lock kernel_lock = {.order = LOCK_KERNEL};

// A lock with which one can turn is held by a CPU, one with which one can sleep by a process, of which
// there is none while the kernel boots.
static uint32_t *held_by_process(void) {
  struct process *process = current_process();
  return process != NULL ? &process->locks : &this_cpu()->locks;
}

// A bit for each lock that is held. That of a lock must be higher than all others.
static void note(uint32_t *held, enum lock_order order) {
  uint32_t all = this_cpu()->locks | *held_by_process();
  if (all >> order != 0) panic("a lock was taken out of order (lock.h)");
  *held |= 1U << order;
}

static void forget(uint32_t *held, enum lock_order order) {
  if (!(*held >> order & 1)) panic("a lock was given back by somebody who does not hold it");
  *held &= ~(1U << order);
}

// Turns longer than it takes until each CPU has had a turn of the simulated machine.
#define PATIENCE 1000

// A CPU that gives a lock back and wants it again is always faster than those who wait, which might wait
// for ever: so it lets them go first. Not for long, because a CPU that waits may be no CPU at all but a thread
// (on QEMU) which its computer does not let run.
static void let_others_go_first(const struct lock *lock) {
  for (int i = 0; i < PATIENCE; i++) {
    bool somebody_waits = __atomic_load_n(&lock->waiting, __ATOMIC_RELAXED) > 0;
    if (!somebody_waits || __atomic_load_n(&lock->last, __ATOMIC_RELAXED) != this_cpu()) return;
    pause_cpu();
  }
}

// Interrupts are off. Another CPU sees that the lock is free only after it can see all that was changed
// under it, and this one looks at nothing before the lock is its own: acquire, and release.
void lock_acquire(struct lock *lock) {
  note(&this_cpu()->locks, lock->order);
  let_others_go_first(lock);
  __atomic_fetch_add(&lock->waiting, 1, __ATOMIC_RELAXED);
  while (__atomic_exchange_n(&lock->taken, 1, __ATOMIC_ACQUIRE) != 0)
    while (__atomic_load_n(&lock->taken, __ATOMIC_RELAXED) != 0) pause_cpu(); // only looks: cheaper
  __atomic_fetch_sub(&lock->waiting, 1, __ATOMIC_RELAXED);
  __atomic_store_n(&lock->last, this_cpu(), __ATOMIC_RELAXED);
}

void lock_release(struct lock *lock) {
  forget(&this_cpu()->locks, lock->order);
  __atomic_store_n(&lock->taken, 0, __ATOMIC_RELEASE);
}

// Under the kernel lock, as everything that sleeps.
void sleep_lock_acquire(struct sleep_lock *lock) {
  while (lock->taken) {
    lock->wanted = true;
    wait_for(lock, lock->words);
  }
  lock->taken = true;
  note(held_by_process(), lock->order);
}

void sleep_lock_release(struct sleep_lock *lock) {
  forget(held_by_process(), lock->order);
  lock->taken = false;
  if (lock->wanted) wakeup(lock);
  lock->wanted = false;
}
