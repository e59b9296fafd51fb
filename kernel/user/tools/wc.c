// wc.c - counts lines, words and bytes of files, or of descriptor 0.
#include <trapframe.h>

struct counts {
  unsigned long lines, words, bytes;
};

static void show(const struct counts *counts, const char *name) {
  printf("%lu %lu %lu%s%s\n", counts->lines, counts->words, counts->bytes, *name ? " " : "", name);
}

static int count(int file, struct counts *counts) {
  char buffer[1024];
  bool in_word = false;
  long length;
  while ((length = read(file, buffer, sizeof buffer)) > 0)
    for (long i = 0; i < length; i++) {
      bool is_space = buffer[i] == ' ' || buffer[i] == '\n' || buffer[i] == '\t';
      counts->bytes++;
      counts->lines += buffer[i] == '\n';
      counts->words += !is_space && !in_word;
      in_word = !is_space;
    }
  return length < 0;
}

int main(int argc, char **argv) {
  struct counts all = {0};
  int failed = 0;
  if (argc == 1) {
    failed = count(0, &all);
    show(&all, "");
    return failed;
  }
  for (int i = 1; i < argc; i++) {
    struct counts counts = {0};
    int file = open(argv[i], O_READ);
    if (file < 0 || count(file, &counts) != 0) {
      dprintf(2, "wc: %s: %s\n", argv[i], file < 0 ? "not found" : "cannot be read");
      failed = 1;
      continue;
    }
    close(file);
    show(&counts, argv[i]);
    all = (struct counts){all.lines + counts.lines, all.words + counts.words, all.bytes + counts.bytes};
  }
  if (argc > 2) show(&all, "total");
  return failed;
}
