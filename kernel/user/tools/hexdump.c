// hexdump.c - a file, or descriptor 0, as numbers and characters, sixteen bytes a line.
#include <trapframe.h>

static void show(const unsigned char *bytes, long count, long offset) {
  printf("%08lx ", offset);
  for (long i = 0; i < 16; i++) {
    if (i < count) printf(" %02x", bytes[i]);
    else printf("   ");
  }
  printf("  |");
  for (long i = 0; i < count; i++) putchar(bytes[i] >= ' ' && bytes[i] < 0x7f ? bytes[i] : '.');
  printf("|\n");
}

int main(int argc, char **argv) {
  int file = argc > 1 ? open(argv[1], O_READ) : 0;
  if (file < 0) {
    dprintf(2, "hexdump: %s: not found\n", argv[1]);
    return 1;
  }
  unsigned char bytes[16];
  long offset = 0, count = 0, more;
  while ((more = read(file, bytes + count, 16 - count)) > 0) {
    count += more;
    if (count < 16) continue;
    show(bytes, count, offset);
    offset += count;
    count = 0;
  }
  if (count > 0) show(bytes, count, offset);
  return more < 0;
}
