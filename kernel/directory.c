// directory.c - names: a directory is a file of entries, each a name and an inode's number.
#include "kernel.h"

static bool name_is(const struct directory_entry *entry, const char *name) {
  return entry->inode != 0 && string_equal(entry->name, name);
}

// The entry at a place of a directory. 1, 0 at its end, or an error.
static long entry_at(uint32_t directory, uint64_t offset, struct directory_entry *entry) {
  long count = inode_read(directory, offset, entry, sizeof *entry);
  entry->name[NAME_SIZE - 1] = '\0';
  return count < 0 ? count : count == sizeof *entry;
}

// Finds a name: the number of its inode, or -ENOENT. *place: where its entry is.
long directory_find(uint32_t directory, const char *name, uint64_t *place) {
  struct directory_entry entry;
  long more;
  for (*place = 0; (more = entry_at(directory, *place, &entry)) > 0; *place += sizeof entry)
    if (name_is(&entry, name)) return entry.inode;
  return more < 0 ? more : -ENOENT;
}

// Gives an inode a name that is not there yet. 0, -ENOSPC or -EIO.
int directory_add(uint32_t directory, const char *name, uint32_t inode) {
  struct directory_entry entry;
  uint64_t place = 0;
  long more;
  while ((more = entry_at(directory, place, &entry)) > 0 && entry.inode != 0) place += sizeof entry;
  if (more < 0) return (int)more;
  memset(&entry, 0, sizeof entry);
  entry.inode = inode;
  string_copy(entry.name, name, NAME_SIZE);
  long count = inode_write(directory, place, &entry, sizeof entry);
  return count < 0 ? (int)count : 0;
}

int directory_remove(uint32_t directory, uint64_t place) {
  struct directory_entry none = {0};
  long count = inode_write(directory, place, &none, sizeof none);
  return count < 0 ? (int)count : 0;
}

// The next entry from a place on, which then stands behind it. 1, 0: there is none, or an error.
long directory_next(uint32_t directory, uint64_t *place, struct directory_entry *entry) {
  for (;;) {
    long more = entry_at(directory, *place, entry);
    if (more <= 0) return more;
    *place += sizeof *entry;
    if (entry->inode != 0) return 1;
  }
}
