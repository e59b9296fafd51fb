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

static int load_segment(struct image *image, const struct program_header *segment, const uint8_t *file) {
  uint64_t start = segment->virtual_address, end = start + segment->memory_size;
  uint64_t flags = segment_flags(segment);
  if (start == end || flags == 0) return 0;
  int error = address_space_add(image->page_table, start, end, flags);
  if (error == 0) error = fill_user(image->page_table, start, file + segment->offset, segment->file_size);
  if (page_up(end) > image->heap_start) image->heap_start = page_up(end);
  return error;
}

static int load_file(struct image *image, const uint8_t *file, size_t size) {
  struct elf_header header;
  if (size < sizeof header) return -ENOEXEC;
  memcpy(&header, file, sizeof header); // the archive aligns files to four bytes only
  if (!header_ok(&header, size)) return -ENOEXEC;

  image->entry = header.entry;
  image->heap_start = USER_BASE;
  for (int i = 0; i < header.program_header_count; i++) {
    struct program_header segment;
    memcpy(&segment, file + header.program_headers + i * sizeof segment, sizeof segment);
    if (segment.type != ELF_LOAD) continue;
    if (!segment_ok(&segment, size)) return -ENOEXEC;
    int error = load_segment(image, &segment, file);
    if (error != 0) return error;
  }
  return 0;
}

static int make_stack(struct image *image, const struct arguments *arguments) {
  int error = address_space_add(image->page_table, STACK_BOTTOM, USER_TOP, PTE_R | PTE_W);
  image->sp = USER_TOP;
  image->argument_count = arguments->count;
  return error != 0 ? error : arguments_push(image->page_table, arguments, &image->sp);
}

// The file of a program: /bin/hello and bin/hello are the same, and a bare name is looked for in bin.
static bool find_file(struct image *image, const char *path, struct initrd_entry *file) {
  if (*path == '/') path++;
  string_copy(image->path, path, sizeof image->path);
  if (initrd_find(image->path, file)) return true;
  string_copy(image->path, "bin/", sizeof image->path);
  string_copy(image->path + 4, path, sizeof image->path - 4);
  return initrd_find(image->path, file);
}

// Loads the program at a path of the initrd into an address space of its own, with its stack
// and its arguments: code and data from the file, the rest zero. The process (for whom it is)
// is not changed, so that nothing is lost if this fails: 0, -ENOENT, -ENOEXEC, -E2BIG or -ENOMEM.
int program_load(struct process *process, struct image *image, const char *path, const struct arguments *arguments) {
  struct initrd_entry file;
  if (!find_file(image, path, &file)) return -ENOENT;
  image->page_table = address_space_create();
  if (image->page_table == NULL) return -ENOMEM;
  kernel_step("allocates memory for the program", process);
  int error = load_file(image, file.content, file.size);
  if (error == 0) {
    kernel_step("loads the program into memory", process);
    error = make_stack(image, arguments);
  }
  if (error == 0) kernel_step("sets up the user stack with argv", process);
  else address_space_free(image->page_table);
  return error;
}
