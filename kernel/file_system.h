// file_system.h - files by their names, wherever they are kept.
//
//   programs, file.c  --->  file_system.c  --->  struct file_system: initrd.c
//
// A node is a file that was found; who has one reads from it at any place.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct file_system;

struct node {
  const struct file_system *system;
  const char *name;
  uint64_t size;
  const uint8_t *content; // of a file of the initrd
};

// What whoever keeps files can do.
struct file_system {
  // The file at a path, which begins below the root: bin/hello. 0 or -ENOENT.
  int (*open)(const char *path, struct node *node);
  // Copies what lies at an offset into the kernel's memory. The range is inside the file. How many bytes, or an error.
  long (*read_at)(const struct node *node, uint64_t offset, void *to, size_t length);
};
