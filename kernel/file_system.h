// file_system.h - files by their names, wherever they are kept.
//
//   programs, system calls  --->  file_system.c  --->  struct file_system:  disk_files.c   the disk
//                                                                          initrd.c       memory, read only
//                                                                          devices.c      /dev
//
// A node is a file or a directory that was found. Whoever works with one has an open file (file.h) for
// it, which keeps it from being removed meanwhile.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "file_abi.h"

struct file_system;

struct node {
  const struct file_system *system;
  uint64_t number; // its own, within the system
};

// What whoever keeps files can do. Paths are plain: they begin below the root (bin/hello, "" is the root
// itself), without "." and "..". Everything gives 0 (or what is said), or a negative error. NULL: all of
// this kind can only be read.
struct file_system {
  // Creates and empties as the flags say.
  int (*open)(const char *path, uint64_t flags, struct node *node);
  int (*status)(const struct node *node, struct status *status);
  // Between the file and the kernel's memory: how many bytes; 0 is the end of the file.
  long (*read_at)(const struct node *node, uint64_t offset, void *to, size_t length);
  long (*write_at)(const struct node *node, uint64_t offset, const void *from, size_t length);
  // The entry at a place of a directory, which then stands behind it: 1; 0: there are no more.
  int (*list)(const struct node *node, uint64_t *place, struct entry *entry);
  int (*make_directory)(const char *path);
  int (*link)(const char *old, const char *new);
  int (*unlink)(const char *path);
  // What was written is kept, whatever happens.
  int (*flush)(void);
  // One that had it open has no longer.
  int (*close)(const struct node *node);
};
