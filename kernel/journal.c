// journal.c - changes that belong together reach the disk together, or not at all.
//
// A change of a file touches several blocks (data, inode, bitmap), and the power may go between any
// two of them. So changed blocks stay in memory, as one transaction, until journal_commit():
//
//   Step 1  write copies of them to the log              flush
//   Step 2  write the header: which blocks they are      flush    <- from here on it has happened
//   Step 3  write them where they belong                 flush
//   Step 4  write an empty header                        flush
//
// The header is one sector, so it is on the disk or not. If the power goes before Step 2 is done, the
// transaction never was; if it goes later, journal_recover() finds the header at the next boot and does
// Step 3 again, which may be done any number of times. The flushes are what keeps the steps apart: the
// disk writes what it holds in its cache in whatever order it likes. The last keeps the copies of the
// next transaction from getting under the header of this one.
#include "kernel.h"

static struct log_header header;
static uint32_t log; // block of the header
static bool broken;  // the disk failed in the middle of a commit: nothing is changed any more

static int write_block(uint32_t block, const void *from) {
  return disk_write((uint64_t)block * SECTORS_IN_BLOCK, from, BLOCK_SIZE);
}

static int write_header(uint32_t count) {
  header.magic = LOG_MAGIC;
  header.count = count;
  int error = disk_write((uint64_t)log * SECTORS_IN_BLOCK, &header, sizeof header);
  return error != 0 ? error : disk_flush();
}

static int write_copies(void) { // Step 1
  uint32_t count = 0;
  for (struct buffer *buffer = buffer_next_changed(NULL); buffer != NULL; buffer = buffer_next_changed(buffer)) {
    header.blocks[count++] = buffer->block;
    int error = write_block(log + count, buffer->data);
    if (error != 0) return error;
  }
  return disk_flush();
}

static int write_home(void) { // Step 3
  for (struct buffer *buffer = buffer_next_changed(NULL); buffer != NULL; buffer = buffer_next_changed(buffer)) {
    int error = write_block(buffer->block, buffer->data);
    if (error != 0) return error;
  }
  return disk_flush();
}

// All changes since the last commit are on the disk when this comes back with 0. With -EIO none of
// them ever happened.
int journal_commit(void) {
  if (buffers_changed == 0) return 0;
  int error = write_copies();
  if (error == 0) {
    error = write_header(buffers_changed); // Step 2
    if (error != 0) broken = write_header(0) != 0; // it may be there all the same
  }
  if (error == 0 && (write_home() != 0 || write_header(0) != 0)) broken = true; // the next boot will do it again
  buffers_settle(error != 0);
  return error;
}

// Before a change that touches so many blocks at most. 0, or an error: nothing may be changed.
int journal_begin(int blocks) {
  if (broken) return -EROFS;
  if (buffers_changed + blocks <= LOG_MOST) return 0;
  return journal_commit();
}

// At boot: a transaction that was committed, but did not reach its place.
int journal_recover(uint32_t log_block) {
  log = log_block;
  struct buffer *buffer = buffer_read(log);
  if (buffer == NULL) return -EIO;
  memcpy(&header, buffer->data, sizeof header);
  if (header.magic != LOG_MAGIC || header.count > LOG_MOST) return -EINVAL;
  for (uint32_t i = 0; i < header.count; i++) {
    buffer = buffer_read(log + 1 + i);
    if (buffer == NULL || write_block(header.blocks[i], buffer->data) != 0) return -EIO;
  }
  if (header.count == 0) return 0;
  int error = disk_flush();
  return error != 0 ? error : write_header(0);
}
