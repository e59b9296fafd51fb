// bootargs.c - the options chosen at boot: key=value, with spaces between.
#include "kernel.h"

// Copies the value of a key. False if the key is not among the options.
bool option_text(const char *options, const char *key, char *value, size_t size) {
  size_t length = string_length(key);
  for (const char *at = options; *at != '\0';) {
    while (*at == ' ') at++;
    if (string_starts(at, key) && at[length] == '=') {
      at += length + 1;
      size_t i = 0;
      while (*at != '\0' && *at != ' ' && i + 1 < size) value[i++] = *at++;
      value[i] = '\0';
      return true;
    }
    while (*at != '\0' && *at != ' ') at++;
  }
  return false;
}

// Reads a decimal number of 64 bits, which must be all of the text.
bool number_read(const char *text, uint64_t *number) {
  *number = 0;
  const char *at = text;
  for (; *at >= '0' && *at <= '9'; at++) {
    uint64_t digit = *at - '0';
    if (*number > (UINT64_MAX - digit) / 10) return false;
    *number = *number * 10 + digit;
  }
  return at != text && *at == '\0';
}

// The value of a key as a decimal number.
uint64_t option_number(const char *options, const char *key, uint64_t least, uint64_t otherwise) {
  char text[24];
  if (!option_text(options, key, text, sizeof text)) return otherwise;
  uint64_t number;
  if (!number_read(text, &number)) bootarg_refuse(key, text, "a decimal number");
  if (number < least) bootarg_refuse(key, text, "1 or more");
  return number;
}

bool bootarg_text(const char *key, char *value, size_t size) {
  return option_text(machine.bootargs, key, value, size);
}

uint64_t bootarg_number(const char *key, uint64_t otherwise) {
  return option_number(machine.bootargs, key, 0, otherwise);
}

// An option that would be ignored in silence is worse than none.
void bootarg_refuse(const char *key, const char *value, const char *allowed) {
  print("[kernel] boot argument %s=%s: allowed is %s\n", key, value, allowed);
  panic("a boot argument makes no sense");
}
