// file.h - open files: what a descriptor, a small number of a process, stands for.
//
//   process->files[descriptor] ---> struct file ---> kind: console, initrd file, pipe
//
// fork and dup copy the pointer, so both descriptors share one struct file and its offset.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define NFILES 16 // descriptors of a process

struct file;
struct pipe;

// What can be done with one kind of file. Ranges of user memory have been checked by the caller.
struct file_kind {
  long (*read)(struct file *file, uint64_t address, uint64_t length);  // NULL: cannot be read
  long (*write)(struct file *file, uint64_t address, uint64_t length); // NULL: cannot be written
  void (*close)(struct file *file);                                    // NULL: nothing to do
};

struct file {
  const struct file_kind *kind;
  int references;   // descriptors that stand for it; 0: this entry is free
  const char *name; // in words
  uint64_t offset;  // bytes read or written so far
  struct pipe *pipe;
  const uint8_t *content; // of a file of the initrd
  size_t size;
};

extern const struct file_kind console_file, initrd_file, pipe_read_end, pipe_write_end;

// file.c
struct process;
struct file *file_make(const struct file_kind *kind, const char *name);
int files_open(void);
void file_drop(struct file *file);
int descriptor_free(struct process *process);
struct file *descriptor_file(struct process *process, uint64_t descriptor);
void descriptor_close(struct process *process, int descriptor);
void files_open_console(struct process *process);
void files_share(struct process *process, const struct process *parent);
void files_close(struct process *process);

// pipe.c
int pipe_make(struct process *process, int descriptors[2]);
