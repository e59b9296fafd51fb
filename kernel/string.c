// string.c - what the kernel needs to do with texts.
#include "kernel.h"

size_t string_length(const char *text) {
  size_t length = 0;
  while (text[length] != '\0') length++;
  return length;
}

bool string_starts(const char *text, const char *beginning) {
  while (*beginning != '\0')
    if (*text++ != *beginning++) return false;
  return true;
}

bool string_equal(const char *a, const char *b) { return string_starts(a, b) && a[string_length(b)] == '\0'; }

// Copies as much as fits; the copy always ends in a NUL.
void string_copy(char *to, const char *from, size_t size) {
  size_t i = 0;
  for (; i + 1 < size && from[i] != '\0'; i++) to[i] = from[i];
  to[i] = '\0';
}

// The part after the last slash.
const char *path_base(const char *path) {
  const char *base = path;
  for (; *path != '\0'; path++)
    if (*path == '/') base = path + 1;
  return base;
}
