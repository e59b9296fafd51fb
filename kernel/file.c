// file.c - the table of open files, and the descriptors of processes. The picture is in file.h.
#include "file.h"
#include "kernel.h"

// As many as there can be descriptors, and one more for each process, which may be loading a program:
// so no process can take away another's.
#define FILES (NPROC * (NFILES + 1))
static struct file file_table[FILES];

// An open file with no descriptor yet. There is always an entry for whoever has a free descriptor.
struct file *file_make(const struct file_kind *kind, const char *name) {
  for (struct file *file = file_table; file < file_table + FILES; file++) {
    if (file->references > 0) continue;
    *file = (struct file){.kind = kind, .references = 1, .name = name};
    file->readable = kind->read != NULL;
    file->writable = kind->write != NULL;
    return file;
  }
  panic("more open files than descriptors");
}

// Opens what is at a plain path. 0 or an error.
int file_open(const char *path, uint64_t flags, struct file **opened) {
  struct file *file = file_make(&stored_file, NULL);
  string_copy(file->path, path, sizeof file->path);
  file->name = file->path;
  struct status status;
  int error = file_open_path(file, path, flags);
  if (error == 0) error = node_status(&file->node, &status);
  if (error == 0 && status.kind == KIND_DIRECTORY && (flags & (O_ACCESS | O_TRUNCATE))) error = -EISDIR;
  if (error != 0) {
    file_drop(file);
    return error;
  }
  file->readable = (flags & O_ACCESS) != O_WRITE;
  file->writable = (flags & O_ACCESS) != O_READ;
  file->appends = flags & O_APPEND;
  if (status.kind == KIND_DIRECTORY) file->kind = &directory_file;
  if (status.kind == KIND_DEVICE) file->kind = device_kind(&file->node);
  *opened = file;
  return 0;
}

// Whether somebody has this open.
bool file_uses(const struct node *node) {
  for (struct file *file = file_table; file < file_table + FILES; file++)
    if (file->references > 0 && file->node.system == node->system && file->node.number == node->number) return true;
  return false;
}

int files_open(void) {
  int count = 0;
  for (struct file *file = file_table; file < file_table + FILES; file++) count += file->references > 0;
  return count;
}

// One descriptor less. With the last the file is closed. What was written through it is kept when this
// comes back with 0.
int file_drop(struct file *file) {
  struct file dropped = *file; // closing may wait for the disk, and meanwhile the entry is somebody else's
  const struct node *node = &dropped.node;
  if (--file->references > 0) return dropped.writable && node->system != NULL ? node_flush(node) : 0;
  return dropped.kind->close != NULL ? dropped.kind->close(&dropped) : 0;
}

// The lowest descriptor that stands for nothing, or -EMFILE.
int descriptor_free(struct process *process) {
  for (int i = 0; i < NFILES; i++)
    if (process->files[i] == NULL) return i;
  return -EMFILE;
}

// NULL: no such descriptor.
struct file *descriptor_file(struct process *process, uint64_t descriptor) {
  return descriptor < NFILES ? process->files[descriptor] : NULL;
}

int descriptor_close(struct process *process, int descriptor) {
  struct file *file = process->files[descriptor];
  process->files[descriptor] = NULL;
  return file_drop(file);
}

// Standard input, output and error of a process that the kernel makes.
void files_open_console(struct process *process) {
  struct file *console = file_make(&console_file, "console");
  console->references = 3;
  for (int i = 0; i < 3; i++) process->files[i] = console;
}

void files_share(struct process *process, const struct process *parent) {
  for (int i = 0; i < NFILES; i++) {
    process->files[i] = parent->files[i];
    if (process->files[i] != NULL) process->files[i]->references++;
  }
}

void files_close(struct process *process) {
  for (int i = 0; i < NFILES; i++)
    if (process->files[i] != NULL) descriptor_close(process, i);
}

// Files of the file system. What is read goes straight to the user's pages, one at a time.
static long read_stored(struct file *file, uint64_t address, uint64_t length) {
  uint64_t done = 0;
  while (done < length) {
    size_t part;
    void *to = user_piece(current_process()->page_table, address + done, length - done, PTE_W, &part);
    long count = node_read(&file->node, file->offset, to, part);
    if (count < 0) return done > 0 ? (long)done : count;
    if (count == 0) break;
    file->offset += count;
    done += count;
  }
  return (long)done;
}

// All bytes, or those that there was room for.
static long write_stored(struct file *file, uint64_t address, uint64_t length) {
  uint64_t done = 0;
  while (done < length) {
    size_t part;
    const void *from = user_piece(current_process()->page_table, address + done, length - done, PTE_R, &part);
    struct status status;
    if (file->appends && node_status(&file->node, &status) == 0) file->offset = status.size;
    long count = node_write(&file->node, file->offset, from, part);
    if (count < 0) return done > 0 ? (long)done : count;
    file->offset += count;
    done += count;
  }
  return (long)done;
}

static int close_node(struct file *file) { return file->node.system == NULL ? 0 : node_close(&file->node); }

static long read_directory(struct file *file, uint64_t address, uint64_t length) {
  (void)file, (void)address, (void)length;
  return -EISDIR; // list is the call for it
}

const struct file_kind stored_file = {read_stored, write_stored, close_node};
const struct file_kind directory_file = {.read = read_directory, .close = close_node};
