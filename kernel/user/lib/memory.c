// memory.c - malloc: the heap as a row of blocks, each behind a header.
//
//   | size, free | bytes ... | size, free | bytes ... |   end of the heap
//
// The first free block that is large enough is taken, and cut if much of it is left; free
// blocks beside each other become one while looking. If there is none, the heap grows.
#include <trapframe.h>

// Weak: a program may have its own.
#pragma weak malloc
#pragma weak free
#pragma weak calloc
#pragma weak realloc
#pragma weak strdup

struct header {
  size_t size; // of what follows, a multiple of 16
  bool free;
};
_Static_assert(sizeof(struct header) == 16, "blocks are aligned to 16");

#define LEAST_GROWTH 4096

static char *heap_start, *heap_end;

static struct header *next_of(struct header *block) {
  return (struct header *)((char *)(block + 1) + block->size);
}

static bool is_end(const struct header *block) { return (char *)block >= heap_end; }

static void join_free_neighbours(struct header *block) {
  for (struct header *next = next_of(block); !is_end(next) && next->free; next = next_of(block))
    block->size += sizeof *next + next->size;
}

static void cut(struct header *block, size_t size) {
  if (block->size < size + sizeof *block + 16) return;
  size_t rest = block->size - size - sizeof *block;
  block->size = size;
  *next_of(block) = (struct header){.size = rest, .free = true};
}

static struct header *find(size_t size) {
  if (heap_start == NULL) return NULL;
  for (struct header *block = (struct header *)heap_start; !is_end(block); block = next_of(block)) {
    if (!block->free) continue;
    join_free_neighbours(block);
    if (block->size >= size) return block;
  }
  return NULL;
}

// A program that moves the end of the heap by itself gets no more blocks: they would not be in
// one row.
static struct header *grow(size_t size) {
  size_t bytes = sizeof(struct header) + size;
  if (bytes < LEAST_GROWTH) bytes = LEAST_GROWTH;
  if (heap_start == NULL) heap_start = heap_end = sbrk(0);
  if (sbrk(0) != heap_end) return NULL;
  char *old_end = sbrk((long)bytes);
  if ((long)old_end < 0) return NULL;
  heap_end += bytes;
  struct header *block = (struct header *)old_end;
  *block = (struct header){.size = bytes - sizeof *block, .free = true};
  return block;
}

void *malloc(size_t size) {
  if (size > SIZE_MAX / 4) return NULL;
  size = size == 0 ? 16 : (size + 15) & ~(size_t)15;
  struct header *block = find(size);
  if (block == NULL) block = grow(size);
  if (block == NULL) return NULL;
  cut(block, size);
  block->free = false;
  return block + 1;
}

void free(void *block) {
  if (block != NULL) ((struct header *)block - 1)->free = true;
}

void *calloc(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) return NULL;
  void *block = malloc(count * size);
  return block == NULL ? NULL : memset(block, 0, count * size);
}

void *realloc(void *old, size_t size) {
  if (old == NULL) return malloc(size);
  size_t old_size = ((struct header *)old - 1)->size;
  if (old_size >= size) return old;
  void *block = malloc(size);
  if (block == NULL) return NULL;
  memcpy(block, old, old_size);
  free(old);
  return block;
}

char *strdup(const char *text) {
  char *copy = malloc(strlen(text) + 1);
  return copy == NULL ? NULL : strcpy(copy, text);
}
