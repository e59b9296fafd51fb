// program.c - a program is a lifeless file: this brings it into an address space.
//
// The file is not trusted. Every number in it is checked before it is used.
#include "elf.h"
#include "kernel.h"

static bool is_inside(uint64_t offset, uint64_t length, uint64_t size) {
  return offset <= size && length <= size - offset; // in this order nothing can overflow
}

static bool header_ok(const struct elf_header *header, size_t size) {
  if (size < sizeof *header || memcmp(header->magic, ELF_MAGIC, 4) != 0) return false;
  if (header->word_size != ELF_64_BIT || header->byte_order != ELF_LITTLE_ENDIAN) return false;
  if (header->machine != ELF_RISCV || header->type != ELF_EXECUTABLE) return false;
  if (header->program_header_size != sizeof(struct program_header)) return false;
  uint64_t table_size = (uint64_t)header->program_header_count * sizeof(struct program_header);
  return is_inside(header->program_headers, table_size, size);
}

static bool segment_ok(const struct program_header *segment, size_t size) {
  return segment->file_size <= segment->memory_size && is_inside(segment->offset, segment->file_size, size) &&
         segment->virtual_address >= USER_BASE &&
         is_inside(segment->virtual_address, segment->memory_size, STACK_GUARD);
}

static uint64_t segment_flags(const struct program_header *segment) {
  uint64_t flags = 0;
  if (segment->flags & ELF_R) flags |= PTE_R;
  if (segment->flags & ELF_X) flags |= PTE_X;
  if (segment->flags & ELF_W) flags |= PTE_W | PTE_R; // W without R means nothing in a PTE
  return flags;
}

static int load_segment(struct process *process, const struct program_header *segment, const uint8_t *file) {
  uint64_t start = segment->virtual_address, end = start + segment->memory_size;
  uint64_t flags = segment_flags(segment);
  if (start == end || flags == 0) return 0;
  int error = address_space_add(process->page_table, start, end, flags);
  if (error == 0) error = fill_user(process->page_table, start, file + segment->offset, segment->file_size);
  if (page_up(end) > process->heap_start) process->heap_start = page_up(end);
  return error;
}

// Loads an ELF file into the process's empty address space, and makes its stack. pc and sp
// are set in the trap frame. 0, -ENOEXEC or -ENOMEM.
int program_load(struct process *process, const uint8_t *file, size_t size) {
  struct elf_header header;
  if (size < sizeof header) return -ENOEXEC;
  memcpy(&header, file, sizeof header); // the archive aligns files to four bytes only
  if (!header_ok(&header, size)) return -ENOEXEC;

  process->heap_start = USER_BASE;
  for (int i = 0; i < header.program_header_count; i++) {
    struct program_header segment;
    memcpy(&segment, file + header.program_headers + i * sizeof segment, sizeof segment);
    if (segment.type != ELF_LOAD) continue;
    if (!segment_ok(&segment, size)) return -ENOEXEC;
    int error = load_segment(process, &segment, file);
    if (error != 0) return error;
  }
  process->heap_end = process->heap_start;
  process->trap_frame->sepc = header.entry;
  process->trap_frame->sp = USER_TOP;
  return address_space_add(process->page_table, STACK_BOTTOM, USER_TOP, PTE_R | PTE_W);
}

// Puts the arguments on the stack, and argc and argv in a0 and a1:
//
//   USER_TOP  +---------------------------+
//             | texts of the arguments    |
//             +---------------------------+  16-byte boundary (calling convention)
//             | argv[argc] = NULL         |
//             | argv[0 .. argc - 1]       |
//   sp        +---------------------------+  a1
int program_arguments(struct process *process, int argc, const char *const *argv) {
  uint64_t texts = process->trap_frame->sp;
  for (int i = 0; i < argc; i++) texts -= string_length(argv[i]) + 1;
  uint64_t array = (texts - (argc + 1) * sizeof(uint64_t)) & ~15UL;
  if (array < STACK_BOTTOM + STACK_SIZE / 2) return -E2BIG; // leave the program some stack

  process->trap_frame->sp = array;
  process->trap_frame->a0 = argc;
  process->trap_frame->a1 = array;
  for (int i = 0; i < argc; i++) {
    size_t size = string_length(argv[i]) + 1;
    int error = copy_to_user(process->page_table, texts, argv[i], size);
    if (error == 0) error = copy_to_user(process->page_table, array + i * sizeof texts, &texts, sizeof texts);
    if (error != 0) return error;
    texts += size;
  }
  return 0; // the page was zero, and so is argv[argc]
}
