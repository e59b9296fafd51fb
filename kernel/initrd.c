// initrd.c - the files that were loaded into memory together with the kernel.
//
// An archive of the kind "cpio -H newc": for each file a header of 110 characters (a magic
// number and thirteen numbers of eight hexadecimal digits), its name, its content; name and
// content each filled up to a multiple of four bytes.
#include "kernel.h"

#define MAGIC "070701"
#define HEADER_SIZE 110
#define FIELD_FILE_SIZE 6
#define FIELD_NAME_SIZE 11
#define LAST_NAME "TRAILER!!!"

static bool header_number(const uint8_t *header, int field, size_t *number) {
  const uint8_t *digits = header + 6 + 8 * field;
  *number = 0;
  for (int i = 0; i < 8; i++) {
    uint8_t c = digits[i] | 0x20; // lower case; digits have this bit already
    if (c >= '0' && c <= '9') *number = *number << 4 | (c - '0');
    else if (c >= 'a' && c <= 'f') *number = *number << 4 | (c - 'a' + 10);
    else return false;
  }
  return true;
}

static size_t fill_up(size_t offset) { return (offset + 3) & ~3UL; }

// Finds a file by its path, such as bin/hello. Its content stays where it is, in the archive.
static int open(const char *path, struct node *node) {
  const uint8_t *archive = (const uint8_t *)machine.initrd_start;
  size_t length = machine.initrd_end - machine.initrd_start, at = 0;

  while (at + HEADER_SIZE <= length && memcmp(archive + at, MAGIC, 6) == 0) {
    size_t name_size, file_size;
    if (!header_number(archive + at, FIELD_NAME_SIZE, &name_size)) break;
    if (!header_number(archive + at, FIELD_FILE_SIZE, &file_size)) break;
    const char *name = (const char *)archive + at + HEADER_SIZE;
    size_t content = fill_up(at + HEADER_SIZE + name_size);
    if (name_size == 0 || content + file_size > length || name[name_size - 1] != '\0') break;
    if (string_equal(name, LAST_NAME)) break;
    if (string_equal(name, path)) {
      *node = (struct node){.name = name, .content = archive + content, .size = file_size};
      return 0;
    }
    at = fill_up(content + file_size);
  }
  return -ENOENT;
}

static long read_at(const struct node *node, uint64_t offset, void *to, size_t length) {
  memcpy(to, node->content + offset, length);
  return (long)length;
}

const struct file_system initrd = {open, read_at};
