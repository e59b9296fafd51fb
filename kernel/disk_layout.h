// disk_layout.h - what the blocks of a disk mean. Blocks have 4096 bytes; numbers are little-endian.
//
//   block 0        1             2 .. 61        62 ..           ..             ..
//   +------------+-------------+--------------+---------------+--------------+----------------+
//   | superblock | log: header | log: copies  | inodes        | bitmap       | data           |
//   +------------+-------------+--------------+---------------+--------------+----------------+
//
// The superblock says where each part begins. An inode is a file or a directory, without its name: 64
// bytes, 64 of them in a block; inode 0 is nobody's, inode 1 is the root directory. The bitmap has a bit
// for each block of the disk, which is 1 if the block is in use; that of all blocks before `data` is 1.
// A directory is a file whose content is entries of 64 bytes, a name and an inode's number; entries with
// number 0 are free. "." and ".." are not in there: paths are made plain before they are looked up.
//
// docs/file-system.md draws all this, and says why the power may go at any instant.
#pragma once
#include <stdint.h>

#define BLOCK_SIZE 4096
#define SECTOR_SIZE 512 // what a disk writes as a whole, or not at all
#define SECTORS_IN_BLOCK (BLOCK_SIZE / SECTOR_SIZE)

#define DISK_MAGIC 0x454c494650415254UL // "TRAPFILE"
#define DISK_VERSION 1

struct superblock {
  uint64_t magic;
  uint32_t version;
  uint32_t blocks; // of the disk
  uint32_t inodes;
  uint32_t log;    // block of the log's header; its copies follow
  uint32_t log_blocks; // copies that it has room for
  uint32_t inode_start, bitmap_start, data_start;
};

// The log's header is the first sector of its block: so it is written as a whole, or not at all.
#define LOG_MAGIC 0x474f4c54U // "TLOG"
#define LOG_MOST 60
struct log_header {
  uint32_t magic;
  uint32_t count;              // copies that are valid; 0: none
  uint32_t blocks[LOG_MOST];   // where each copy belongs
  uint8_t rest[SECTOR_SIZE - 8 - 4 * LOG_MOST];
};
static_assert(sizeof(struct log_header) == SECTOR_SIZE, "the header is one sector");

#define INODE_DIRECT 8
#define INODE_INDIRECT 4
#define BLOCKS_IN_INDIRECT (BLOCK_SIZE / 4)
#define MOST_BLOCKS (INODE_DIRECT + INODE_INDIRECT * BLOCKS_IN_INDIRECT) // of a file: 16 MiB and a little
#define MOST_SIZE ((uint64_t)MOST_BLOCKS * BLOCK_SIZE)

enum inode_kind { INODE_FREE, INODE_FILE, INODE_DIRECTORY };

struct inode {
  uint16_t kind;  // enum inode_kind
  uint16_t links; // names that it has; 0: it is removed when nobody has it open any more
  uint32_t unused;
  uint64_t size;                      // bytes
  uint32_t direct[INODE_DIRECT];      // its first blocks; 0: a hole, which reads as zeros
  uint32_t indirect[INODE_INDIRECT];  // blocks with the numbers of 1024 more each
};
#define INODES_IN_BLOCK (BLOCK_SIZE / sizeof(struct inode))
static_assert(sizeof(struct inode) == 64, "inodes fill a block");
#define ROOT_INODE 1

#define NAME_SIZE 60
struct directory_entry {
  uint32_t inode; // 0: this entry is free
  char name[NAME_SIZE]; // filled up with NULs; 59 bytes at most
};
static_assert(sizeof(struct directory_entry) == 64, "entries fill a block");
