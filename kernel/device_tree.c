// device_tree.c - what the firmware says about the machine.
//
// A flattened device tree (devicetree specification, chapter 5) is a header, a block of
// 32-bit tokens and a block of property names; all numbers are big-endian.
//
//   / { cpus { cpu@0 cpu@1 ... }  memory@80000000 { reg }  chosen { bootargs, linux,initrd-start, linux,initrd-end } }
#include "kernel.h"

struct machine machine;

#define MAGIC 0xd00dfeed
#define TOKEN_NODE 1
#define TOKEN_NODE_END 2
#define TOKEN_PROPERTY 3
#define TOKEN_NOP 4
#define TOKEN_END 9

static uint32_t big_endian_32(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

// A property that holds one number takes one or two cells of 32 bits.
static uint64_t cells(const uint8_t *bytes, uint32_t length) {
  uint64_t value = big_endian_32(bytes);
  return length >= 8 ? value << 32 | big_endian_32(bytes + 4) : value;
}

static void memory_property(const char *name, const uint8_t *value) {
  if (string_equal(name, "reg")) machine.memory_end = cells(value, 8) + cells(value + 8, 8);
}

static void chosen_property(const char *name, const uint8_t *value, uint32_t length) {
  if (string_equal(name, "bootargs")) string_copy(machine.bootargs, (const char *)value, sizeof machine.bootargs);
  if (string_equal(name, "linux,initrd-start")) machine.initrd_start = cells(value, length);
  if (string_equal(name, "linux,initrd-end")) machine.initrd_end = cells(value, length);
}

static const uint8_t *next_token(const uint8_t *at, size_t bytes) { return at + ((bytes + 3) & ~3UL); }

// Properties of a node come before the nodes inside it, so the name of the node that was
// entered last is enough to know whose they are.
void device_tree_read(const void *device_tree) {
  const uint8_t *tree = device_tree;
  if (big_endian_32(tree) != MAGIC) panic("no device tree at the address in a1");
  machine.device_tree_start = (uint64_t)tree;
  machine.device_tree_end = (uint64_t)tree + big_endian_32(tree + 4);
  const uint8_t *at = tree + big_endian_32(tree + 8);
  const char *names = (const char *)tree + big_endian_32(tree + 12);
  const char *node = "";

  for (;;) {
    uint32_t token = big_endian_32(at);
    at += 4;
    if (token == TOKEN_NODE) {
      node = (const char *)at;
      at = next_token(at, string_length(node) + 1);
      if (string_starts(node, "plic@")) machine.has_plic = true;
      if (string_starts(node, "cpu@") && machine.cpus < NCPU) machine.cpus++;
    } else if (token == TOKEN_PROPERTY) {
      uint32_t length = big_endian_32(at);
      const char *name = names + big_endian_32(at + 4);
      const uint8_t *value = at + 8;
      if (string_starts(node, "memory@")) memory_property(name, value);
      if (string_equal(node, "chosen")) chosen_property(name, value, length);
      at = next_token(value, length);
    } else if (token == TOKEN_END) {
      break;
    } else if (token != TOKEN_NODE_END && token != TOKEN_NOP) {
      panic("the device tree is damaged");
    }
  }
  if (machine.memory_end == 0) panic("the device tree names no memory");
}
