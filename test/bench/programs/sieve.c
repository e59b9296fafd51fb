// Primes below a million.
#include "bench.h"
static u8 composite[1 << 20];
u64 work(void) {
  u64 count = 0;
  for (int round = 0; round < 300; round++) {
    for (u32 i = 0; i < sizeof composite; i++) composite[i] = 0;
    for (u32 i = 2; i < sizeof composite; i++) {
      if (composite[i]) continue;
      count++;
      for (u32 j = 2 * i; j < sizeof composite; j += i) composite[j] = 1;
    }
  }
  return count;
}
