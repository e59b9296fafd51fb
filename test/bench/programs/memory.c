// What compilers call on their own.
#include "bench.h"
void *memset(void *to, int value, u64 size) {
  for (u64 i = 0; i < size; i++) ((volatile u8 *)to)[i] = (u8)value;
  return to;
}
void *memcpy(void *to, const void *from, u64 size) {
  for (u64 i = 0; i < size; i++) ((volatile u8 *)to)[i] = ((const u8 *)from)[i];
  return to;
}
