// file_calls.c - the system calls about files and directories.
#include "file.h"
#include "kernel.h"

// The plain path of a path that the user gives. 0 or an error.
static int read_path(uint64_t address, char *path) {
  char text[PATH_SIZE];
  int length = copy_text_from_user(current_process()->page_table, text, address, sizeof text);
  return length < 0 ? length : path_resolve(current_process()->directory, text, path);
}

// open(path, flags): its descriptor.
long sys_open(struct trap_frame *frame) {
  struct process *process = current_process();
  char path[PATH_SIZE];
  int error = read_path(frame->a0, path);
  if (error != 0) return error;
  uint64_t flags = frame->a1, known = O_ACCESS | O_CREATE | O_EXCLUSIVE | O_TRUNCATE | O_APPEND;
  if ((flags & ~known) != 0 || (flags & O_ACCESS) == O_ACCESS) return -EINVAL;
  int descriptor = descriptor_free(process);
  if (descriptor < 0) return descriptor;
  error = file_open(path, flags, &process->files[descriptor]);
  return error != 0 ? error : descriptor;
}

// close(descriptor): what was written through it is kept.
long sys_close(struct trap_frame *frame) {
  if (descriptor_file(current_process(), frame->a0) == NULL) return -EBADF;
  return descriptor_close(current_process(), (int)frame->a0);
}

// read(descriptor, address, length): how many bytes came; 0 at the end of the file.
long sys_read(struct trap_frame *frame) {
  struct process *process = current_process();
  struct file *file = descriptor_file(process, frame->a0);
  if (file == NULL || !file->readable || file->kind->read == NULL) return -EBADF;
  if (!user_range_ok(process->page_table, frame->a1, frame->a2, PTE_W)) return -EFAULT;
  return frame->a2 == 0 ? 0 : file->kind->read(file, frame->a1, frame->a2);
}

// write(descriptor, address, length): how many bytes were written.
long sys_write(struct trap_frame *frame) {
  struct process *process = current_process();
  struct file *file = descriptor_file(process, frame->a0);
  if (file == NULL || !file->writable || file->kind->write == NULL) return -EBADF;
  if (!user_range_ok(process->page_table, frame->a1, frame->a2, PTE_R)) return -EFAULT;
  return file->kind->write(file, frame->a1, frame->a2);
}

// seek(descriptor, offset, whence): where the next read or write begins, from the start.
long sys_seek(struct trap_frame *frame) {
  struct file *file = descriptor_file(current_process(), frame->a0);
  if (file == NULL) return -EBADF;
  if (file->kind != &stored_file && file->kind != &directory_file) return -ESPIPE;
  struct status status;
  int error = node_status(&file->node, &status);
  if (error != 0) return error;
  if (frame->a2 > SEEK_END) return -EINVAL;
  uint64_t from = frame->a2 == SEEK_START ? 0 : frame->a2 == SEEK_HERE ? file->offset : status.size;
  uint64_t offset = from + frame->a1; // a1 may be negative
  if ((long)offset < 0) return -EINVAL;
  file->offset = offset;
  return (long)offset;
}

// fsync(descriptor): what was written is kept when this comes back.
long sys_fsync(struct trap_frame *frame) {
  struct file *file = descriptor_file(current_process(), frame->a0);
  if (file == NULL) return -EBADF;
  return file->node.system == NULL ? -EINVAL : node_flush(&file->node);
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

// unlink(path): removes a name; an empty directory too.
long sys_unlink(struct trap_frame *frame) {
  char path[PATH_SIZE];
  int error = read_path(frame->a0, path);
  return error != 0 ? error : path_unlink(path);
}

// link(old, new): another name for a file.
long sys_link(struct trap_frame *frame) {
  char old[PATH_SIZE], new[PATH_SIZE];
  int error = read_path(frame->a0, old);
  if (error == 0) error = read_path(frame->a1, new);
  return error != 0 ? error : path_link(old, new);
}

// mkdir(path)
long sys_mkdir(struct trap_frame *frame) {
  char path[PATH_SIZE];
  int error = read_path(frame->a0, path);
  return error != 0 ? error : path_make_directory(path);
}

// What is at a path. 0 or an error.
static int status_of(const char *path, struct status *status) {
  struct file *file;
  int error = file_open(path, O_READ, &file);
  if (error != 0) return error;
  error = node_status(&file->node, status);
  file_drop(file);
  return error;
}

// fstat(descriptor, status): the same for an open file.
long sys_fstat(struct trap_frame *frame) {
  struct file *file = descriptor_file(current_process(), frame->a0);
  if (file == NULL) return -EBADF;
  struct status status = {.kind = KIND_DEVICE, .links = 1};
  if (file->kind == &console_file && terminal_echoes()) status.kind = KIND_TERMINAL;
  if (file->pipe != NULL) status.kind = KIND_PIPE;
  bool is_stored = file->kind == &stored_file || file->kind == &directory_file;
  int error = is_stored ? node_status(&file->node, &status) : 0;
  return error != 0 ? error : copy_to_user(current_process()->page_table, frame->a1, &status, sizeof status);
}

// chdir(path): relative paths begin there from now on.
long sys_chdir(struct trap_frame *frame) {
  char path[PATH_SIZE];
  struct status status;
  int error = read_path(frame->a0, path);
  if (error == 0) error = status_of(path, &status);
  if (error != 0) return error;
  if (status.kind != KIND_DIRECTORY) return -ENOTDIR;
  string_copy(current_process()->directory, path, PATH_SIZE);
  return 0;
}

// stat(path, status): stores a struct status.
long sys_stat(struct trap_frame *frame) {
  char path[PATH_SIZE];
  struct status status;
  int error = read_path(frame->a0, path);
  if (error == 0) error = status_of(path, &status);
  return error != 0 ? error : copy_to_user(current_process()->page_table, frame->a1, &status, sizeof status);
}

// list(descriptor, entry): stores the next entry of an open directory: 1; 0 when there are no more.
long sys_list(struct trap_frame *frame) {
  struct process *process = current_process();
  struct file *file = descriptor_file(process, frame->a0);
  if (file == NULL) return -EBADF;
  if (file->kind != &directory_file) return -ENOTDIR;
  struct entry entry = {0};
  if (!user_range_ok(process->page_table, frame->a1, sizeof entry, PTE_W)) return -EFAULT;
  int more = node_list(&file->node, &file->offset, &entry);
  if (more > 0) copy_to_user(process->page_table, frame->a1, &entry, sizeof entry);
  return more;
}
