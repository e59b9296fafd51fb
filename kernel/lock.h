// lock.h - locks: what keeps CPUs, and processes, out of each other's way.
//
// There are two kinds.
//
//   struct lock        a CPU that wants it turns on the spot until it is free. For short work.
//   struct sleep_lock  a process that wants it sleeps until it is free. Its holder may wait for the disk.
//
// All locks are in one list, and whoever holds one takes only such as stand further down in it. So
// nobody can wait, however indirectly, for himself; lock.c asserts it each time. What each guards:
//
//   kernel_lock        the kernel: everything that has not a lock of its own. A CPU takes it when it
//                      comes from a program or wakes up, and gives it back on the way out. It belongs
//                      to the CPU: at a context switch it goes from one process to the other, and
//                      while a process sleeps others have it.
//   file system        the tree of files, from the first look at it to the end of the change
//                      (file_system.c)
//   disk               the queue that is shared with the disk: one request at a time (virtio_disk.c)
//
// One lock for the whole kernel is the simplest that is right: code that was written for one CPU
// stays true. What it costs is that CPUs in the kernel wait for each other; programs do not.
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct cpu;

enum lock_order { LOCK_KERNEL, LOCK_FILE_SYSTEM, LOCK_DISK };

struct lock {
  enum lock_order order;
  uint32_t taken;
  uint32_t waiting;       // CPUs that turn on the spot
  const struct cpu *last; // who had it last
};

struct sleep_lock {
  enum lock_order order;
  const char *words; // what a process that waits for it is said to wait for
  bool taken, wanted;
};

extern struct lock kernel_lock;
void lock_acquire(struct lock *lock);
void lock_release(struct lock *lock);
void sleep_lock_acquire(struct sleep_lock *lock);
void sleep_lock_release(struct sleep_lock *lock);
