// devices.c - /dev: files that are no files. null takes everything and has nothing; console is the terminal.
#include "file.h"
#include "kernel.h"

static const struct {
  const char *name;
  const struct file_kind *kind;
} table[] = {{"null", &null_file}, {"console", &console_file}};
#define DEVICES (sizeof table / sizeof table[0])

// Number 0 is the directory; a device has its place in the table, and one more.
static int open(const char *path, uint64_t flags, struct node *node) {
  (void)flags;
  node->number = 0;
  if (string_equal(path, "dev")) return 0;
  for (size_t i = 0; i < DEVICES; i++)
    if (string_equal(path_base(path), table[i].name)) node->number = i + 1;
  return node->number == 0 ? -ENOENT : 0;
}

static int status(const struct node *node, struct status *status) {
  *status = (struct status){.kind = node->number == 0 ? KIND_DIRECTORY : KIND_DEVICE, .links = 1, .number = node->number};
  return 0;
}

static int list(const struct node *node, uint64_t *place, struct entry *entry) {
  (void)node;
  if (*place >= DEVICES) return 0;
  entry->kind = KIND_DEVICE;
  string_copy(entry->name, table[(*place)++].name, sizeof entry->name);
  return 1;
}

const struct file_system devices = {.open = open, .status = status, .list = list};

// What a file is that was opened at this node.
const struct file_kind *device_kind(const struct node *node) { return table[node->number - 1].kind; }

static long read_null(struct file *file, uint64_t address, uint64_t length) {
  (void)file, (void)address, (void)length;
  return 0;
}

static long write_null(struct file *file, uint64_t address, uint64_t length) {
  (void)file, (void)address;
  return (long)length;
}

const struct file_kind null_file = {.read = read_null, .write = write_null};
