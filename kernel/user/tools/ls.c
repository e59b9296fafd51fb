// ls.c - the names in a directory, or what is said about files.
//
//   ls [-l] [PATH...]    -l: also kind, names and size
#include <trapframe.h>

static bool is_long;

static void show(const char *path, const char *name) {
  struct status status;
  if (is_long && stat(path, &status) == 0) {
    char kind = status.kind == KIND_DIRECTORY ? 'd' : status.kind == KIND_FILE ? '-' : 'c';
    printf("%c %2u %8lu ", kind, status.links, status.size);
  }
  printf("%s\n", name);
}

// Names in a row, each where the alphabet wants it.
struct name {
  struct name *next;
  char text[];
};

static bool insert(struct name **first, const char *text) {
  struct name *name = malloc(sizeof *name + strlen(text) + 1);
  if (name == NULL) return false;
  strcpy(name->text, text);
  while (*first != NULL && strcmp((*first)->text, text) < 0) first = &(*first)->next;
  name->next = *first;
  *first = name;
  return true;
}

static int list_directory(const char *path) {
  int directory = open(path, O_READ);
  if (directory < 0) {
    dprintf(2, "ls: %s: not found\n", path);
    return 1;
  }
  struct entry entry;
  struct name *names = NULL;
  bool fits = true;
  while (fits && next_entry(directory, &entry) == 1) fits = insert(&names, entry.name);
  close(directory);
  while (names != NULL) {
    struct name *name = names;
    char whole[PATH_SIZE];
    snprintf(whole, sizeof whole, "%s/%s", path, name->text);
    show(whole, name->text);
    names = name->next;
    free(name);
  }
  if (!fits) dprintf(2, "ls: %s: not all of it: there is no memory\n", path);
  return !fits;
}

static int list_path(const char *path) {
  struct status status;
  if (stat(path, &status) != 0 || status.kind == KIND_DIRECTORY) return list_directory(path);
  show(path, path);
  return 0;
}

int main(int argc, char **argv) {
  int first = 1, failed = 0;
  if (argc > 1 && strcmp(argv[1], "-l") == 0) {
    is_long = true;
    first = 2;
  }
  if (first == argc) return list_path(".");
  for (int i = first; i < argc; i++) failed |= list_path(argv[i]);
  return failed;
}
