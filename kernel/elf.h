// elf.h - the parts of an ELF file that say how to load it (ELF-64 object file format).
#pragma once
#include <stdint.h>

struct elf_header {
  uint8_t magic[4];     // 0x7f E L F
  uint8_t word_size;    // 2: 64 bits
  uint8_t byte_order;   // 1: little-endian
  uint8_t identity[10];
  uint16_t type;        // 2: executable
  uint16_t machine;     // 243: RISC-V
  uint32_t version;
  uint64_t entry;
  uint64_t program_headers; // offset in the file
  uint64_t section_headers;
  uint32_t flags;
  uint16_t header_size;
  uint16_t program_header_size;
  uint16_t program_header_count;
  uint16_t section_header_size;
  uint16_t section_header_count;
  uint16_t section_names;
};

struct program_header {
  uint32_t type;  // 1: to be loaded
  uint32_t flags; // of ELF_R, ELF_W, ELF_X
  uint64_t offset;
  uint64_t virtual_address;
  uint64_t physical_address;
  uint64_t file_size;
  uint64_t memory_size; // what the file does not fill is zero
  uint64_t alignment;
};

#define ELF_MAGIC "\x7f" "ELF"
#define ELF_64_BIT 2
#define ELF_LITTLE_ENDIAN 1
#define ELF_EXECUTABLE 2
#define ELF_RISCV 243
#define ELF_LOAD 1
#define ELF_X 1
#define ELF_W 2
#define ELF_R 4

static_assert(sizeof(struct elf_header) == 64, "ELF header");
static_assert(sizeof(struct program_header) == 56, "ELF program header");
