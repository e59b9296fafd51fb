// input.c - characters and lines from descriptor 0.
#include <trapframe.h>

// Weak: a program may have its own.
#pragma weak getchar
#pragma weak read_line
#pragma weak read_text

int getchar(void) {
  unsigned char byte;
  return read(0, &byte, 1) == 1 ? byte : -1;
}

// What does not fit is left for the next call.
char *read_line(char *to, size_t size) {
  if (size == 0) return NULL;
  size_t length = 0;
  int byte = 0;
  while (length + 1 < size && (byte = getchar()) >= 0 && byte != '\n') to[length++] = (char)byte;
  to[length] = '\0';
  return length == 0 && byte < 0 ? NULL : to;
}

// Byte by byte: what follows the line is left for whoever reads next, in this process or another.
long read_text(int descriptor, char *to, size_t size) {
  size_t length = 0;
  char byte = '\0';
  long count = 0;
  while (length + 1 < size && (count = read(descriptor, &byte, 1)) == 1 && byte != '\n') to[length++] = byte;
  if (size > 0) to[length] = '\0';
  if (count < 0) return count;
  return count == 0 && length == 0 ? -1 : (long)length;
}
