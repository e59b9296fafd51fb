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

// Reads a part of the file into pages of the new address space, code too, which the user may not write.
static int fill(const struct image *image, uint64_t address, uint64_t length, uint64_t offset) {
  for (uint64_t done = 0; done < length;) {
    size_t part;
    void *to = user_piece(image->page_table, address + done, length - done, 0, &part);
    long count = node_read(&image->file->node, offset + done, to, part);
    if (count < 0) return (int)count;
    done += part;
  }
  return 0;
}

static int load_segment(struct image *image, const struct program_header *segment) {
  uint64_t start = segment->virtual_address, end = start + segment->memory_size;
  uint64_t flags = segment_flags(segment);
  if (start == end || flags == 0) return 0;
  int error = address_space_add(image->page_table, start, end, flags);
  if (error == 0) error = fill(image, start, segment->file_size, segment->offset);
  if (page_up(end) > image->heap_start) image->heap_start = page_up(end);
  return error;
}

static int load_file(struct image *image) {
  struct elf_header header;
  if (node_read(&image->file->node, 0, &header, sizeof header) != sizeof header) return -ENOEXEC;
  struct status status;
  int error = node_status(&image->file->node, &status);
  if (error != 0) return error;
  if (!header_ok(&header, status.size)) return -ENOEXEC;

  image->entry = header.entry;
  image->heap_start = USER_BASE;
  for (int i = 0; i < header.program_header_count; i++) {
    struct program_header segment;
    uint64_t place = header.program_headers + i * sizeof segment;
    if (node_read(&image->file->node, place, &segment, sizeof segment) != sizeof segment) return -ENOEXEC;
    if (segment.type != ELF_LOAD) continue;
    if (!segment_ok(&segment, status.size)) return -ENOEXEC;
    error = load_segment(image, &segment);
    if (error != 0) return error;
  }
  return 0;
}

static int make_stack(struct image *image, const struct arguments *arguments) {
  int error = address_space_add(image->page_table, stack_at_start(), USER_TOP, PTE_R | PTE_W);
  image->sp = USER_TOP;
  image->argument_count = arguments->count;
  return error != 0 ? error : arguments_push(image->page_table, arguments, &image->sp);
}

// Opens the file of a program: hello is looked for where the process is, then in bin.
static int open_file(const struct process *process, struct image *image, const char *path) {
  int error = path_resolve(process->directory, path, image->path);
  if (error == 0) error = file_open(image->path, O_READ, &image->file);
  if (error != -ENOENT || *path == '/' || path_resolve("bin", path, image->path) != 0) return error;
  return file_open(image->path, O_READ, &image->file);
}

// Loads the program at a path into an address space of its own, with its stack and its
// arguments: code and data from the file, the rest zero. The process (for whom it is) is not
// changed, so that nothing is lost if this fails: 0, -ENOENT, -ENOEXEC, -E2BIG or -ENOMEM.
int program_load(struct process *process, struct image *image, const char *path, const struct arguments *arguments) {
  int error = open_file(process, image, path);
  if (error != 0) return error;
  image->page_table = address_space_create(process);
  if (image->page_table != NULL) kernel_step(STEP_ALLOCATE, process);
  error = image->page_table == NULL ? -ENOMEM : load_file(image);
  file_drop(image->file);
  if (image->page_table == NULL) return error;
  if (error == 0) {
    kernel_step(STEP_LOAD, process);
    error = make_stack(image, arguments);
  }
  if (error == 0) kernel_step(STEP_STACK, process);
  else address_space_free(image->page_table);
  return error;
}
