// string.c - bytes and texts. A compiler may call the first four by itself.
#include <trapframe.h>

// Weak: a program may have its own.
#pragma weak memset
#pragma weak memcpy
#pragma weak memmove
#pragma weak memcmp
#pragma weak memchr
#pragma weak strlen
#pragma weak strnlen
#pragma weak strcmp
#pragma weak strncmp
#pragma weak strcpy
#pragma weak strncpy
#pragma weak strcat
#pragma weak strncat
#pragma weak strchr
#pragma weak strrchr
#pragma weak strstr
#pragma weak atoi

void *memset(void *to, int byte, size_t length) {
  char *at = to;
  for (size_t i = 0; i < length; i++) at[i] = (char)byte;
  return to;
}

void *memcpy(void *to, const void *from, size_t length) {
  char *target = to;
  const char *source = from;
  for (size_t i = 0; i < length; i++) target[i] = source[i];
  return to;
}

// The two may overlap: what would be overwritten is copied first.
void *memmove(void *to, const void *from, size_t length) {
  char *target = to;
  const char *source = from;
  if (target <= source) return memcpy(to, from, length);
  while (length-- > 0) target[length] = source[length];
  return to;
}

int memcmp(const void *a, const void *b, size_t length) {
  const unsigned char *first = a, *second = b;
  for (size_t i = 0; i < length; i++)
    if (first[i] != second[i]) return first[i] - second[i];
  return 0;
}

void *memchr(const void *bytes, int byte, size_t length) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < length; i++)
    if (at[i] == (unsigned char)byte) return (void *)(at + i);
  return NULL;
}

size_t strlen(const char *text) { return strnlen(text, SIZE_MAX); }

// Looks at no more than `size` bytes.
size_t strnlen(const char *text, size_t size) {
  size_t length = 0;
  while (length < size && text[length] != '\0') length++;
  return length;
}

int strcmp(const char *a, const char *b) { return strncmp(a, b, SIZE_MAX); }

int strncmp(const char *a, const char *b, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (a[i] != b[i] || a[i] == '\0') return (unsigned char)a[i] - (unsigned char)b[i];
  return 0;
}

char *strcpy(char *to, const char *from) {
  memcpy(to, from, strlen(from) + 1);
  return to;
}

// Fills the rest with NULs; a text that fills all of it has none.
char *strncpy(char *to, const char *from, size_t size) {
  size_t i = 0;
  for (; i < size && from[i] != '\0'; i++) to[i] = from[i];
  for (; i < size; i++) to[i] = '\0';
  return to;
}

char *strcat(char *to, const char *from) {
  strcpy(to + strlen(to), from);
  return to;
}

// At most so many bytes, and a NUL.
char *strncat(char *to, const char *from, size_t length) {
  size_t end = strlen(to), count = strnlen(from, length);
  memcpy(to + end, from, count);
  to[end + count] = '\0';
  return to;
}

char *strchr(const char *text, int byte) { return memchr(text, byte, strlen(text) + 1); }

char *strrchr(const char *text, int byte) {
  for (size_t i = strlen(text) + 1; i-- > 0;)
    if (text[i] == (char)byte) return (char *)text + i;
  return NULL;
}

char *strstr(const char *text, const char *part) {
  size_t length = strlen(part);
  for (; strncmp(text, part, length) != 0; text++)
    if (*text == '\0') return NULL;
  return (char *)text;
}

int atoi(const char *text) {
  while (*text == ' ' || *text == '\t') text++;
  bool negative = *text == '-';
  if (*text == '-' || *text == '+') text++;
  int number = 0;
  for (; *text >= '0' && *text <= '9'; text++) number = number * 10 + *text - '0';
  return negative ? -number : number;
}
