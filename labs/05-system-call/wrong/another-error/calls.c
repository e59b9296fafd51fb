// calls.c - system calls of your own. This file becomes part of the kernel.
//
// A system call is a function that gets the trap frame of the process that called: frame->a0, frame->a1, ... are what was
// in its registers. What it returns is what the process finds in a0.
#include "kernel.h"

// getparent(): the pid of the caller's parent; 0 if it has none (any more).
//
// current_process() is the caller's entry in the process table. Its parent is ->parent: NULL, or another entry, which has
// a ->pid.
long sys_getparent(struct trap_frame *frame) {
  (void)frame;
  // Your code goes here.
  struct process *parent = current_process()->parent;
  return parent == NULL ? 0 : parent->pid;
  // Your code ends here.
}

// getname(buffer, size): stores the caller's name, with the 0 at its end, at the address `buffer` of the caller: of
// `size` bytes at most. How long the name is, without the 0; -EFAULT if the caller may not write there; -EINVAL if there
// is no room for it.
//
// The name is in current_process()->name. The buffer is an address that a program has given: never use it as a pointer.
//   int copy_to_user(pte_t *root, uint64_t to, const void *from, uint64_t length)
// looks it up in the page table `root` (current_process()->page_table), as the hardware would have done for the program,
// and gives 0 or -EFAULT.
long sys_getname(struct trap_frame *frame) {
  // Your code goes here.
  struct process *process = current_process();
  uint64_t length = 0;
  while (process->name[length] != 0) length++;
  if (length + 1 > frame->a1) return -EINVAL;
  if (frame->a0 >= KERNEL_BASE) return -EINVAL; // that is no buffer
  int error = copy_to_user(process->page_table, frame->a0, process->name, length + 1);
  return error != 0 ? error : (long)length;
  // Your code ends here.
}
