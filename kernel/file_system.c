// file_system.c - finds files, and reads from them.
#include "kernel.h"

static const struct file_system *const root = &initrd;

// The file at a path: /bin/hello and bin/hello are the same. 0 or -ENOENT.
int node_open(const char *path, struct node *node) {
  while (*path == '/') path++;
  int error = root->open(path, node);
  node->system = root;
  return error;
}

// Reads into the kernel's memory. How many bytes there were, 0 at the end of the file, or an error.
long node_read(const struct node *node, uint64_t offset, void *to, size_t length) {
  if (offset >= node->size) return 0;
  uint64_t rest = node->size - offset;
  return node->system->read_at(node, offset, to, length < rest ? length : rest);
}
