// file.h - open files: what a descriptor, a small number of a process, stands for.
//
//   process->files[descriptor] ---> struct file ---> kind: console, stored file, pipe
//
// fork and dup copy the pointer, so both descriptors share one struct file and its offset.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "file_system.h"

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
  struct node node; // of a stored file
};
