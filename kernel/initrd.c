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

struct archived {
  const char *name;
  const uint8_t *content;
  size_t size;
  size_t next; // where the next one begins
};

// The file whose header is at an offset of the archive. False: there are no more.
static bool file_at(size_t at, struct archived *file) {
  const uint8_t *archive = (const uint8_t *)machine.initrd_start;
  size_t length = machine.initrd_end - machine.initrd_start, name_size;
  if (at + HEADER_SIZE > length || memcmp(archive + at, MAGIC, 6) != 0) return false;
  if (!header_number(archive + at, FIELD_NAME_SIZE, &name_size)) return false;
  if (!header_number(archive + at, FIELD_FILE_SIZE, &file->size)) return false;
  file->name = (const char *)archive + at + HEADER_SIZE;
  size_t content = fill_up(at + HEADER_SIZE + name_size);
  if (name_size == 0 || content + file->size > length || file->name[name_size - 1] != '\0') return false;
  file->content = archive + content;
  file->next = fill_up(content + file->size);
  return !string_equal(file->name, LAST_NAME);
}

// The content of a file, where it is in the archive. NULL: there is none of that name.
const uint8_t *initrd_content(const char *path, size_t *size) {
  struct archived file;
  for (size_t at = 0; file_at(at, &file); at = file.next) {
    if (!string_equal(file.name, path)) continue;
    *size = file.size;
    return file.content;
  }
  return NULL;
}

// A node's number: where the file's header is; of a directory, that of the first file in it, and in the
// upper half the length of the directory's path with the slash behind it, and one more.
#define DIRECTORY(length, at) (((uint64_t)(length) + 1) << 32 | (at))
#define PREFIX(number) ((size_t)((number) >> 32))
#define PLACE(number) ((number)&0xffffffff)

static int open(const char *path, uint64_t flags, struct node *node) {
  (void)flags;
  size_t length = string_length(path);
  struct archived file;
  for (size_t at = 0; file_at(at, &file); at = file.next) {
    bool is_in = length == 0 || (string_starts(file.name, path) && file.name[length] == '/');
    if (!is_in && !string_equal(file.name, path)) continue;
    node->number = !is_in ? at : DIRECTORY(length == 0 ? 0 : length + 1, at);
    return 0;
  }
  return -ENOENT;
}

static int status(const struct node *node, struct status *status) {
  struct archived file;
  bool is_directory = PREFIX(node->number) != 0;
  if (!file_at(PLACE(node->number), &file)) return -EIO;
  *status = (struct status){.kind = is_directory ? KIND_DIRECTORY : KIND_FILE,
                            .links = 1,
                            .number = node->number,
                            .size = is_directory ? 0 : file.size};
  return 0;
}

static long read_at(const struct node *node, uint64_t offset, void *to, size_t length) {
  struct archived file;
  if (!file_at(PLACE(node->number), &file)) return -EIO;
  if (offset >= file.size) return 0;
  if (length > file.size - offset) length = file.size - offset;
  memcpy(to, file.content + offset, length);
  return (long)length;
}

// Files of one directory lie next to each other in the archive, so that a directory comes once.
static int list(const struct node *node, uint64_t *place, struct entry *entry) {
  size_t prefix = PREFIX(node->number) - 1;
  struct archived first, file;
  char before[NAME_LENGTH] = "";
  file_at(PLACE(node->number), &first);
  uint64_t count = 0;
  for (size_t at = PLACE(node->number); file_at(at, &file); at = file.next) {
    if (memcmp(file.name, first.name, prefix) != 0) continue;
    const char *rest = file.name + prefix;
    size_t length = 0;
    while (rest[length] != '\0' && rest[length] != '/') length++;
    if (length + 1 > NAME_LENGTH) continue;
    string_copy(entry->name, rest, length + 1);
    if (string_equal(entry->name, before) || count++ < *place) {
      string_copy(before, entry->name, sizeof before);
      continue;
    }
    entry->kind = rest[length] == '/' ? KIND_DIRECTORY : KIND_FILE;
    ++*place;
    return 1;
  }
  return 0;
}

const struct file_system initrd = {.open = open, .status = status, .read_at = read_at, .list = list};
