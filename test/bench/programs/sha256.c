// SHA-256 (FIPS 180-4) of a buffer, over and over.
#include "bench.h"

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes; filled at the start.
static u32 k[64];
static u32 state[8];
static u8 block[64];

static u32 rotate(u32 value, int by) { return value >> by | value << (32 - by); }

// floor(2^32 * frac(prime^(1/root))) by integer bisection on 96-bit fixed point, kept within 128 bits.
static u32 fraction(u32 prime, int root) {
  u64 low = 0, high = 1ul << 36;
  while (high - low > 1) {
    u64 middle = (low + high) / 2;
    unsigned __int128 power = (unsigned __int128)middle * middle;
    if (root == 3) power = (power >> 32) * middle;
    unsigned __int128 wanted = (unsigned __int128)prime << 64;
    if (power <= wanted) low = middle; else high = middle;
  }
  return (u32)low;
}

static void compress(void) {
  u32 w[64];
  for (int i = 0; i < 16; i++)
    w[i] = (u32)block[4 * i] << 24 | (u32)block[4 * i + 1] << 16 | (u32)block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    u32 s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
    u32 s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  u32 a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (int i = 0; i < 64; i++) {
    u32 t1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i];
    u32 t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

u64 work(void) {
  for (int n = 0, prime = 2; n < 64; prime++) {
    int is_prime = 1;
    for (int d = 2; d * d <= prime; d++) is_prime &= prime % d != 0;
    if (!is_prime) continue;
    k[n] = fraction((u32)prime, 3);
    if (n < 8) state[n] = fraction((u32)prime, 2);
    n++;
  }
  for (int round = 0; round < 2000000; round++) {
    for (int i = 0; i < 64; i++) block[i] = (u8)(round + i);
    compress();
  }
  return (u64)state[0] << 32 | state[1];
}
