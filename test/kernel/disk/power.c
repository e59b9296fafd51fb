// power.c - changes files and directories at random, and says before and after each change what it is.
//
//   power SEED CHANGES
#include <trapframe.h>

#define FILES 8
#define DIRECTORIES 4
#define MOST 40000

static char content[MOST];
static unsigned long random_state;

static unsigned random_below(unsigned limit) {
  random_state = random_state * 6364136223846793005 + 1442695040888963407;
  return (unsigned)(random_state >> 33) % limit;
}

static void change_file(int number, int version) {
  char name[32];
  snprintf(name, sizeof name, number % 2 ? "file%d" : "d/file%d", number);
  if (random_below(4) == 0) {
    printf("begin %s gone\n", name);
    unlink(name);
    printf("done %s gone\n", name);
    return;
  }
  int size = (int)random_below(random_below(3) == 0 ? MOST : 3000);
  printf("begin %s %d %d\n", name, version, size);
  int file = open(name, O_CREATE | O_TRUNCATE | O_WRITE);
  for (int i = 0; i < size; i++) content[i] = (char)(number * 31 + version * 17 + i * 7 + (i >> 8));
  int half = size / 2;
  if (file < 0 || write(file, content, half) != half || write(file, content + half, size - half) != size - half)
    exit(1);
  if (close(file) != 0) exit(2);
  printf("done %s %d %d\n", name, version, size);
}

static void change_directory(int number) {
  char name[32];
  snprintf(name, sizeof name, "directory%d", number);
  struct status status;
  if (stat(name, &status) != 0) {
    printf("begin %s directory\n", name);
    if (mkdir(name) != 0) exit(3);
    printf("done %s directory\n", name);
  } else {
    printf("begin %s gone\n", name);
    if (unlink(name) != 0) exit(4);
    printf("done %s gone\n", name);
  }
}

int main(int argc, char **argv) {
  if (argc < 3) return 9;
  random_state = atoi(argv[1]);
  int changes = atoi(argv[2]);
  if (changes > 0) mkdir("d");
  for (int version = 1; version <= changes; version++) {
    if (random_below(5) == 0) change_directory((int)random_below(DIRECTORIES));
    else change_file((int)random_below(FILES), version);
  }
  return 0;
}
