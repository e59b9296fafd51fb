// inode.c - files of the disk without their names: which blocks they have, and what is in them.
//
//   inode.direct[0 .. 7]    blocks 0 to 7 of the file
//   inode.indirect[0 .. 3]  each a block with the numbers of 1024 blocks more
//
// A function that changes something expects that journal_begin() has made room for INODE_STEP blocks:
// no single step here touches more.
#include "kernel.h"

static uint64_t hint; // blocks before it are in use

// The inode in its buffer. NULL: the disk cannot read it.
struct inode *inode_at(uint32_t number, struct buffer **buffer) {
  if (number >= disk_superblock.inodes) return NULL; // a directory that makes no sense
  *buffer = buffer_read(disk_superblock.inode_start + number / INODES_IN_BLOCK);
  if (*buffer == NULL) return NULL;
  return (struct inode *)(*buffer)->data + number % INODES_IN_BLOCK;
}

// A free inode that becomes one of this kind, with no name yet. Its number, or -ENOSPC or -EIO.
long inode_make(enum inode_kind kind) {
  for (uint32_t number = ROOT_INODE; number < disk_superblock.inodes; number++) {
    struct buffer *buffer;
    struct inode *inode = inode_at(number, &buffer);
    if (inode == NULL) return -EIO;
    if (inode->kind != INODE_FREE) continue;
    *inode = (struct inode){.kind = kind};
    buffer_change(buffer);
    return number;
  }
  return -ENOSPC;
}

static struct buffer *bitmap_of(uint64_t block) {
  return buffer_read(disk_superblock.bitmap_start + block / (8 * BLOCK_SIZE));
}

// Marks a free block as used: its number, or -ENOSPC or -EIO.
static long block_take(void) {
  for (uint64_t block = hint; block < disk_superblock.blocks; block++) {
    struct buffer *bitmap = bitmap_of(block);
    if (bitmap == NULL) return -EIO;
    uint8_t *byte = &bitmap->data[block % (8 * BLOCK_SIZE) / 8];
    if (*byte == 0xff) {
      block |= 7; // all eight are in use
      continue;
    }
    if (*byte & 1 << block % 8) continue;
    *byte |= 1 << block % 8;
    buffer_change(bitmap);
    hint = block + 1;
    return (long)block;
  }
  return -ENOSPC;
}

static int block_give(uint64_t block) {
  struct buffer *bitmap = bitmap_of(block);
  if (bitmap == NULL) return -EIO;
  bitmap->data[block % (8 * BLOCK_SIZE) / 8] &= ~(1 << block % 8);
  buffer_change(bitmap);
  if (block < hint) hint = block;
  return 0;
}

// After a transaction was forgotten: what was taken in it is free again.
void blocks_forget_hint(void) { hint = disk_superblock.data_start; }

// Where the number of a file's block stands: in the inode, or in an indirect block, which is made
// (make) if it is missing. *place NULL: there is none, so the block is a hole.
static int find_place(struct inode *inode, struct buffer *inode_buffer, uint64_t index, bool make,
                      uint32_t **place, struct buffer **holder) {
  *holder = inode_buffer;
  *place = &inode->direct[index];
  if (index < INODE_DIRECT) return 0;
  index -= INODE_DIRECT;
  uint32_t *indirect = &inode->indirect[index / BLOCKS_IN_INDIRECT];
  *place = NULL;
  if (*indirect == 0 && !make) return 0;
  if (*indirect == 0) {
    long block = block_take();
    if (block < 0) return (int)block;
    *indirect = (uint32_t)block;
    buffer_change(inode_buffer);
    *holder = buffer_new(*indirect);
  } else {
    *holder = buffer_read(*indirect);
    if (*holder == NULL) return -EIO;
  }
  *place = (uint32_t *)(*holder)->data + index % BLOCKS_IN_INDIRECT;
  return 0;
}

// Reads what lies in one block of the file, up to `length` bytes of it. How many, or an error.
long inode_read(uint32_t number, uint64_t offset, void *to, size_t length) {
  struct buffer *buffer, *holder;
  struct inode *inode = inode_at(number, &buffer);
  if (inode == NULL) return -EIO;
  if (offset >= inode->size) return 0;
  if (length > inode->size - offset) length = inode->size - offset;
  if (length > BLOCK_SIZE - offset % BLOCK_SIZE) length = BLOCK_SIZE - offset % BLOCK_SIZE;
  uint32_t *place;
  int error = find_place(inode, buffer, offset / BLOCK_SIZE, false, &place, &holder);
  if (error != 0) return error;
  if (place == NULL || *place == 0) {
    memset(to, 0, length);
    return (long)length;
  }
  struct buffer *data = buffer_read(*place);
  if (data == NULL) return -EIO;
  memcpy(to, data->data + offset % BLOCK_SIZE, length);
  return (long)length;
}

// The block of a file, to be written to. NULL: error says why.
static struct buffer *block_for_writing(struct inode *inode, struct buffer *buffer, uint64_t index, int *error) {
  struct buffer *holder;
  uint32_t *place;
  *error = find_place(inode, buffer, index, true, &place, &holder);
  if (*error != 0) return NULL;
  if (*place != 0) {
    struct buffer *data = buffer_read(*place);
    *error = data == NULL ? -EIO : 0;
    return data;
  }
  long block = block_take();
  *error = block < 0 ? (int)block : 0;
  if (block < 0) return NULL;
  *place = (uint32_t)block;
  buffer_change(holder);
  return buffer_new(*place);
}

// Writes into one block of the file, up to `length` bytes. How many, or -EFBIG, -ENOSPC or -EIO.
long inode_write(uint32_t number, uint64_t offset, const void *from, size_t length) {
  struct buffer *buffer;
  struct inode *inode = inode_at(number, &buffer);
  if (inode == NULL) return -EIO;
  if (offset >= MOST_SIZE) return -EFBIG;
  if (length > BLOCK_SIZE - offset % BLOCK_SIZE) length = BLOCK_SIZE - offset % BLOCK_SIZE;
  int error;
  struct buffer *data = block_for_writing(inode, buffer, offset / BLOCK_SIZE, &error);
  if (data == NULL) return error;
  memcpy(data->data + offset % BLOCK_SIZE, from, length);
  buffer_change(data);
  if (offset + length > inode->size) {
    inode->size = offset + length;
    buffer_change(buffer);
  }
  return (long)length;
}

static int give_blocks(uint32_t *numbers, int count) {
  for (int i = 0; i < count; i++) {
    int error = numbers[i] == 0 ? 0 : block_give(numbers[i]);
    if (error != 0) return error;
  }
  return 0;
}

// The file has no content any more: all its blocks are free.
int inode_empty(uint32_t number) {
  struct buffer *buffer;
  struct inode *inode = inode_at(number, &buffer);
  if (inode == NULL) return -EIO;
  for (int i = 0; i < INODE_INDIRECT; i++) {
    if (inode->indirect[i] == 0) continue;
    struct buffer *numbers = buffer_read(inode->indirect[i]);
    if (numbers == NULL) return -EIO;
    int error = give_blocks((uint32_t *)numbers->data, BLOCKS_IN_INDIRECT);
    if (error != 0) return error;
  }
  int error = give_blocks(inode->direct, INODE_DIRECT);
  if (error == 0) error = give_blocks(inode->indirect, INODE_INDIRECT);
  memset(inode->direct, 0, sizeof inode->direct);
  memset(inode->indirect, 0, sizeof inode->indirect);
  inode->size = 0;
  buffer_change(buffer);
  return error;
}

// Nobody has it any more, and it has no name.
int inode_free(uint32_t number) {
  int error = inode_empty(number);
  struct buffer *buffer;
  struct inode *inode = inode_at(number, &buffer);
  if (inode == NULL) return -EIO;
  *inode = (struct inode){.kind = INODE_FREE};
  buffer_change(buffer);
  return error;
}
