// file.h - open files: what a descriptor, a small number of a process, stands for.
//
//   process->files[descriptor] ---> struct file ---> kind: console, stored file, directory, pipe, null
//
// fork and dup copy the pointer, so both descriptors share one struct file and its offset.
#pragma once
#include <stdbool.h>
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
  int (*close)(struct file *file);                                     // NULL: nothing to do
};

struct file {
  const struct file_kind *kind;
  int references;     // descriptors that stand for it; 0: this entry is free
  bool readable, writable;
  bool appends;       // each write goes to the end
  const char *name;   // in words, or its path
  uint64_t offset;    // where the next byte is read or written; of a directory, the next entry
  struct pipe *pipe;
  struct node node;   // system NULL: it has none
  char path[64];      // what fits of it
};
