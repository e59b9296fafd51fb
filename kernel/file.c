// file.c - the table of open files, and the descriptors of processes. The picture is in file.h.
#include "file.h"
#include "kernel.h"

// As many as there can be descriptors: so no process can take away another's.
static struct file file_table[NPROC * NFILES];

// An open file with no descriptor yet. There is always an entry for whoever has a free descriptor.
struct file *file_make(const struct file_kind *kind, const char *name) {
  for (struct file *file = file_table; file < file_table + NPROC * NFILES; file++) {
    if (file->references > 0) continue;
    *file = (struct file){.kind = kind, .references = 1, .name = name};
    return file;
  }
  panic("more open files than descriptors");
}

int files_open(void) {
  int count = 0;
  for (struct file *file = file_table; file < file_table + NPROC * NFILES; file++) count += file->references > 0;
  return count;
}

// One descriptor less. With the last the file is closed.
void file_drop(struct file *file) {
  if (--file->references > 0) return;
  if (file->kind->close != NULL) file->kind->close(file);
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

void descriptor_close(struct process *process, int descriptor) {
  file_drop(process->files[descriptor]);
  process->files[descriptor] = NULL;
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

const struct file_kind stored_file = {.read = read_stored};
