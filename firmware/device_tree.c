// device_tree.c - which harts there are, from the flattened device tree (Devicetree Specification, chapter 5): nodes
// called cpu@N. All its numbers are big-endian.
#include "firmware.h"

#define MAGIC 0xd00dfeed
enum { HEADER_MAGIC = 0, HEADER_STRUCTURE = 2 }; // words of the header
enum { BEGIN_NODE = 1, END_NODE = 2, PROPERTY = 3, NOTHING = 4 };

static uint32_t word(const uint32_t *at) {
  const uint8_t *bytes = (const uint8_t *)at;
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

// The number behind "cpu@", in hexadecimal; -1 where it is another node.
static long hart_of(const char *name) {
  const char *prefix = "cpu@";
  for (; *prefix != 0; prefix++, name++)
    if (*name != *prefix) return -1;
  long number = 0;
  for (; *name != 0; name++) {
    int digit = *name >= 'a' ? *name - 'a' + 10 : *name - '0';
    if (digit < 0 || digit > 15 || number > MOST_HARTS) return -1;
    number = number * 16 + digit;
  }
  return number;
}

static const uint32_t *after_bytes(const uint32_t *at, uint64_t bytes) { return at + (bytes + 3) / 4; }

void tree_find_harts(const void *tree) {
  hart_found(0); // it is running
  const uint32_t *header = tree;
  if (word(header + HEADER_MAGIC) != MAGIC) return;
  const uint32_t *at = header + word(header + HEADER_STRUCTURE) / 4;
  for (;;) {
    switch (word(at++)) {
    case BEGIN_NODE: {
      const char *name = (const char *)at;
      long hart = hart_of(name);
      if (hart >= 0) hart_found((uint64_t)hart);
      uint64_t length = 1;
      while (name[length - 1] != 0) length++;
      at = after_bytes(at, length);
      break;
    }
    case PROPERTY: at = after_bytes(at + 2, word(at)); break;
    case END_NODE:
    case NOTHING: break;
    default: return; // the end
    }
  }
}
