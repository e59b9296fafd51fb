// errors.c - errors in words.
#include "kernel.h"

const char *error_words(int error) {
  switch (error) {
  case ENOENT: return "no such file";
  case EIO: return "the disk cannot be read or written";
  case E2BIG: return "its arguments are too long";
  case ENOEXEC: return "not an ELF executable for 64-bit RISC-V that fits into user space";
  case EAGAIN: return "too many processes";
  case ENOMEM: return "not enough memory";
  case EINVAL: return "they are damaged";
  case ENAMETOOLONG: return "its name is too long";
  case EISDIR: return "it is a directory";
  case ENOTDIR: return "a part of its path is no directory";
  default: return "unknown error";
  }
}
