// arguments.c - argc and argv: from the caller's memory, or the boot list, to the new program's stack.
#include "kernel.h"

// Reads an argument vector of the current process, an array of pointers with a NULL at its
// end. The texts go into a page. 0, -EFAULT or -E2BIG.
int arguments_from_user(struct arguments *arguments, uint64_t argv, char *page) {
  pte_t *root = current_process()->page_table;
  size_t used = 0;
  for (arguments->count = 0;; arguments->count++) {
    uint64_t text;
    if (copy_from_user(root, &text, argv + arguments->count * sizeof text, sizeof text) != 0) return -EFAULT;
    if (text == 0) return 0;
    if (arguments->count == MAX_ARGUMENTS) return -E2BIG;
    int length = copy_text_from_user(root, page + used, text, PAGE_SIZE - used);
    if (length < 0) return length == -EFAULT ? -EFAULT : -E2BIG;
    arguments->texts[arguments->count] = page + used;
    used += length + 1;
  }
}

// Puts the arguments on a new stack, whose pages are still full of zeros:
//
//   old *sp  +---------------------------+
//            | texts of the arguments    |
//            +---------------------------+  16-byte boundary (calling convention)
//            | argv[argc] = NULL         |
//            | argv[0 .. argc - 1]       |
//   new *sp  +---------------------------+  = argv
int arguments_push(pte_t *root, const struct arguments *arguments, uint64_t *sp) {
  uint64_t texts = *sp;
  for (int i = 0; i < arguments->count; i++) texts -= string_length(arguments->texts[i]) + 1;
  uint64_t argv = (texts - (arguments->count + 1) * sizeof(uint64_t)) & ~15UL;
  if (argv < STACK_BOTTOM + STACK_SIZE / 2) return -E2BIG; // leave the program some stack

  *sp = argv;
  for (int i = 0; i < arguments->count; i++) {
    size_t size = string_length(arguments->texts[i]) + 1;
    int error = copy_to_user(root, texts, arguments->texts[i], size);
    if (error == 0) error = copy_to_user(root, argv + i * sizeof texts, &texts, sizeof texts);
    if (error != 0) return error;
    texts += size;
  }
  return 0;
}
