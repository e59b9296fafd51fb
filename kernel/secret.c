// secret.c - 32 bytes that are nobody's business but the kernel's. No function of the kernel tells them to a program;
// lab 13 reads them all the same, until it is kept from it.
//
// secret=HEX, 64 digits; else seed=N, which makes letters of a number; else `usual`.
#include "kernel.h"

[[gnu::aligned(64)]] uint8_t kernel_secret[SECRET_SIZE]; // in one line of the cache, whatever that is good for
static const char usual[] = "Nobody outside may ever read me.";

static int digit_of(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  return -1;
}

static bool take_digits(const char *text) {
  if (string_length(text) != 2 * SECRET_SIZE) return false;
  for (int i = 0; i < SECRET_SIZE; i++) {
    int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    kernel_secret[i] = (uint8_t)(high << 4 | low);
  }
  return true;
}

// The multiplication and addition by which lottery.c draws, too.
static void draw(uint64_t seed) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  for (int i = 0; i < SECRET_SIZE; i++) {
    seed = seed * 6364136223846793005 + 1442695040888963407;
    kernel_secret[i] = letters[seed >> 58];
  }
}

void secret_choose(void) {
  static_assert(sizeof usual == SECRET_SIZE + 1, "as many letters as there is room for");
  memcpy(kernel_secret, usual, SECRET_SIZE);
  char text[2 * SECRET_SIZE + 2];
  if (bootarg_text("secret", text, sizeof text)) {
    if (!take_digits(text)) bootarg_refuse("secret", text, "64 digits from 0 to f: 32 bytes");
  } else if (bootarg_text("seed", text, sizeof text)) {
    draw(bootarg_number("seed", 0));
  }
}
