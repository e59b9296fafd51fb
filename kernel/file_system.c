// file_system.c - one tree of names over all that keep files, and one process at a time in it.
//
//   /      the disk, and for reading what the disk does not have, the initrd
//   /dev   devices
//
// Whoever works on files has them for himself until the work is done, however often it waits for the
// disk meanwhile: so nobody sees half of a change.
#include "kernel.h"

static const struct file_system *root = &initrd;
static struct sleep_lock lock = {.order = LOCK_FILE_SYSTEM, .words = "the file system"};

// The disk's files, if there are any; a disk that cannot be used is worth a word.
void file_system_initialize(void) {
  disk_initialize();
  int error = disk_files_mount();
  if (error == 0) root = &disk_files;
  else if (error != -ENODEV) print("[kernel] the disk's files cannot be used: %s\n", error_words(-error));
}

static void begin(void) { sleep_lock_acquire(&lock); }

static long end(long result) {
  sleep_lock_release(&lock);
  return result;
}

// Appends one part of a path. ".." takes the last one away; that of the root is the root.
static bool add_part(char *to, const char *part, size_t length) {
  size_t used = string_length(to);
  if (length == 0 || (length == 1 && part[0] == '.')) return true;
  if (length == 2 && part[0] == '.' && part[1] == '.') {
    while (used > 0 && to[used - 1] != '/') used--;
    to[used > 0 ? used - 1 : 0] = '\0';
    return true;
  }
  if (used + 1 + length >= PATH_SIZE) return false;
  if (used > 0) to[used++] = '/';
  string_copy(to + used, part, length + 1);
  return true;
}

// Makes a path plain: to has room for PATH_SIZE. 0, -ENOENT (it is empty) or -ENAMETOOLONG.
int path_resolve(const char *directory, const char *path, char *to) {
  if (*path == '\0') return -ENOENT;
  string_copy(to, *path == '/' ? "" : directory, PATH_SIZE);
  while (*path != '\0') {
    size_t length = 0;
    while (path[length] != '\0' && path[length] != '/') length++;
    if (length >= NAME_LENGTH || !add_part(to, path, length)) return -ENAMETOOLONG;
    path += length;
    while (*path == '/') path++;
  }
  return 0;
}

static bool is_below(const char *path, const char *directory) {
  size_t length = string_length(directory);
  return string_starts(path, directory) && (path[length] == '\0' || path[length] == '/');
}

static const struct file_system *system_of(const char *path) { return is_below(path, "dev") ? &devices : root; }

// Opens a plain path: the node is the file's from then on.
int file_open_path(struct file *file, const char *path, uint64_t flags) {
  const struct file_system *system = system_of(path);
  begin();
  int error = system->open(path, flags, &file->node);
  if (error == -ENOENT && system->write_at == NULL && (flags & O_CREATE)) error = -EROFS;
  if (error == -ENOENT && system == &disk_files) {
    system = &initrd;
    error = system->open(path, flags, &file->node);
  }
  if (error == 0 && system == &initrd && (flags & (O_ACCESS | O_TRUNCATE))) error = -EROFS;
  if (error == 0 && system->write_at == NULL && (flags & O_EXCLUSIVE)) error = -EEXIST;
  if (error == 0) file->node.system = system;
  return (int)end(error);
}

int node_status(const struct node *node, struct status *status) {
  begin();
  return (int)end(node->system->status(node, status));
}

// Into the kernel's memory. How many bytes, 0 at the end of the file, or an error.
long node_read(const struct node *node, uint64_t offset, void *to, size_t length) {
  begin();
  return end(node->system->read_at(node, offset, to, length));
}

long node_write(const struct node *node, uint64_t offset, const void *from, size_t length) {
  begin();
  return end(node->system->write_at(node, offset, from, length));
}

int node_list(const struct node *node, uint64_t *place, struct entry *entry) {
  begin();
  return (int)end(node->system->list(node, place, entry));
}

int node_flush(const struct node *node) {
  if (node->system->flush == NULL) return 0;
  begin();
  return (int)end(node->system->flush());
}

// An open file lets go of its node.
int node_close(const struct node *node) {
  if (node->system->close == NULL) return 0;
  begin();
  return (int)end(node->system->close(node));
}

int path_make_directory(const char *path) {
  const struct file_system *system = system_of(path);
  if (system->make_directory == NULL) return -EROFS;
  begin();
  return (int)end(system->make_directory(path));
}

int path_link(const char *old, const char *new) {
  const struct file_system *system = system_of(old);
  if (system != system_of(new)) return -EXDEV;
  if (system->link == NULL) return -EROFS;
  begin();
  return (int)end(system->link(old, new));
}

int path_unlink(const char *path) {
  const struct file_system *system = system_of(path);
  if (system->unlink == NULL) return -EROFS;
  begin();
  return (int)end(system->unlink(path));
}
