// file_calls.c - the system calls about files.
#include "file.h"
#include "kernel.h"

// Flags of open, as on Linux.
#define O_ACCESS 3 // the lowest two bits: 0 read, 1 write, 2 both
#define PATH_SIZE 128

// open(path, flags): a file, for reading. Its descriptor.
long sys_open(struct trap_frame *frame) {
  struct process *process = current_process();
  char text[PATH_SIZE];
  int length = copy_text_from_user(process->page_table, text, frame->a0, sizeof text);
  if (length < 0) return length;

  struct node node;
  int error = node_open(text, &node);
  if (error != 0) return error;
  if ((frame->a1 & O_ACCESS) != 0) return -EROFS;
  if (frame->a1 != 0) return -EINVAL;

  int descriptor = descriptor_free(process);
  if (descriptor < 0) return descriptor;
  struct file *file = process->files[descriptor] = file_make(&stored_file, node.name);
  file->node = node;
  return descriptor;
}

// close(descriptor)
long sys_close(struct trap_frame *frame) {
  if (descriptor_file(current_process(), frame->a0) == NULL) return -EBADF;
  descriptor_close(current_process(), (int)frame->a0);
  return 0;
}

// read(descriptor, address, length): how many bytes came; 0 at the end of the file.
long sys_read(struct trap_frame *frame) {
  struct process *process = current_process();
  struct file *file = descriptor_file(process, frame->a0);
  if (file == NULL || file->kind->read == NULL) return -EBADF;
  if (!user_range_ok(process->page_table, frame->a1, frame->a2, PTE_W)) return -EFAULT;
  return frame->a2 == 0 ? 0 : file->kind->read(file, frame->a1, frame->a2);
}

// write(descriptor, address, length): how many bytes were written.
long sys_write(struct trap_frame *frame) {
  struct process *process = current_process();
  struct file *file = descriptor_file(process, frame->a0);
  if (file == NULL || file->kind->write == NULL) return -EBADF;
  if (!user_range_ok(process->page_table, frame->a1, frame->a2, PTE_R)) return -EFAULT;
  return file->kind->write(file, frame->a1, frame->a2);
}

// dup(descriptor): another descriptor for the same open file.
long sys_dup(struct trap_frame *frame) {
  struct file *file = descriptor_file(current_process(), frame->a0);
  if (file == NULL) return -EBADF;
  int descriptor = descriptor_free(current_process());
  if (descriptor < 0) return descriptor;
  current_process()->files[descriptor] = file;
  file->references++;
  return descriptor;
}

// pipe(descriptors): stores two ints, the end to read from and the end to write to.
long sys_pipe(struct trap_frame *frame) {
  struct process *process = current_process();
  int descriptors[2];
  if (!user_range_ok(process->page_table, frame->a0, sizeof descriptors, PTE_W)) return -EFAULT;
  int error = pipe_make(process, descriptors);
  if (error == 0) copy_to_user(process->page_table, frame->a0, descriptors, sizeof descriptors);
  return error;
}
