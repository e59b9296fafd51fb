// file_abi.h - what programs and the kernel must agree about files. Used in the kernel and in user programs.
#pragma once
#include <stdint.h>

// Flags of open: Linux's numbers.
#define O_ACCESS 3 // the lowest two bits:
#define O_READ 0
#define O_WRITE 1
#define O_BOTH 2
#define O_CREATE 0x40
#define O_EXCLUSIVE 0x80 // with O_CREATE: it must not be there yet
#define O_TRUNCATE 0x200
#define O_APPEND 0x400 // each write goes to the end

#define PATH_SIZE 128  // of a path with its NUL
#define NAME_LENGTH 60 // of a name with its NUL

enum kind { KIND_FILE = 1, KIND_DIRECTORY, KIND_DEVICE, KIND_PIPE, KIND_TERMINAL }; // a terminal: somebody types

struct status {
  uint32_t kind;  // enum kind
  uint32_t links; // names that it has
  uint64_t number;
  uint64_t size; // bytes
};

struct entry { // of a directory
  uint32_t kind;
  char name[NAME_LENGTH];
};

// From where seek counts.
enum whence { SEEK_START, SEEK_HERE, SEEK_END };
