// errors.c - errors in words.
#include "kernel.h"

const char *error_words(int error) {
  switch (error) {
  case ENOENT: return "no such file in the initrd";
  case E2BIG: return "its arguments are too long";
  case ENOEXEC: return "not an ELF executable for 64-bit RISC-V that fits into user space";
  case EAGAIN: return "too many processes";
  case ENOMEM: return "not enough memory";
  default: return "unknown error";
  }
}
