// block_cache.c - blocks of the disk in memory. A block that is wanted again is not read again, and
// one that was changed is kept until its transaction is on the disk (journal.c).
//
// Only one process at a time works on files (file_system.c), so nobody else can take a buffer away;
// what was wanted last is taken away last, so a function may hold several at once.
#include "kernel.h"

#define MOST_BUFFERS 128
#define LEAST_BUFFERS (LOG_MOST + 16)
#define RECENT 32 // a power of two
#define SHARE 32 // of the memory: one part in so many

static struct buffer buffers[MOST_BUFFERS];
static int count; // that have memory
static uint64_t clock;
static struct buffer *recent[RECENT]; // where a block was found last: a shortcut

int buffers_changed; // wait for a commit

// False: not enough memory.
bool buffers_initialize(void) {
  uint64_t wanted = pages_free / SHARE;
  if (wanted > MOST_BUFFERS) wanted = MOST_BUFFERS;
  if (wanted < LEAST_BUFFERS) wanted = LEAST_BUFFERS;
  for (; count < (int)wanted; count++) {
    buffers[count].data = page_take();
    if (buffers[count].data == NULL) return count >= LEAST_BUFFERS;
  }
  return true;
}

// The buffer that has this block, or the one that was not used for longest; never one that was changed.
static struct buffer *choose(uint32_t block) {
  struct buffer *oldest = NULL;
  struct buffer **shortcut = &recent[block % RECENT];
  if (*shortcut != NULL && (*shortcut)->valid && (*shortcut)->block == block) return *shortcut;
  for (struct buffer *buffer = buffers; buffer < buffers + count; buffer++) {
    if (buffer->valid && buffer->block == block) return *shortcut = buffer;
    if (!buffer->changed && (oldest == NULL || buffer->used < oldest->used)) oldest = buffer;
  }
  if (oldest == NULL) panic("all blocks in memory wait to be written");
  oldest->valid = false;
  oldest->block = block;
  return *shortcut = oldest;
}

// A block with its content. NULL: the disk cannot read it.
struct buffer *buffer_read(uint32_t block) {
  struct buffer *buffer = choose(block);
  if (!buffer->valid && disk_read((uint64_t)block * SECTORS_IN_BLOCK, buffer->data, BLOCK_SIZE) != 0) return NULL;
  buffer->valid = true;
  buffer->used = ++clock;
  return buffer;
}

// A block that was free until now: full of zeros, whatever the disk has there.
struct buffer *buffer_new(uint32_t block) {
  struct buffer *buffer = choose(block);
  memset(buffer->data, 0, BLOCK_SIZE);
  buffer->valid = true;
  buffer->used = ++clock;
  buffer_change(buffer);
  return buffer;
}

// The content was changed, or is about to be: it belongs to the transaction under way.
void buffer_change(struct buffer *buffer) {
  if (!buffer->changed) buffers_changed++;
  buffer->changed = true;
}

// The changed buffers, one after the other: NULL gives the first, and is what comes after the last.
struct buffer *buffer_next_changed(struct buffer *buffer) {
  for (buffer = buffer == NULL ? buffers : buffer + 1; buffer < buffers + count; buffer++)
    if (buffer->changed) return buffer;
  return NULL;
}

// They are on the disk, or (forget) what they were to become never happened.
void buffers_settle(bool forget) {
  for (struct buffer *buffer = buffers; buffer < buffers + count; buffer++) {
    if (buffer->changed && forget) buffer->valid = false;
    buffer->changed = false;
  }
  buffers_changed = 0;
}
