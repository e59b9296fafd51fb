// copy_on_write.c - fork=cow: fork copies no page. Parent and child share all of them, for reading.
//
//   before fork      after fork             the child has written
//   parent           parent    child        parent    child
//     |                  |      |              |        |
//   page rw-             page r-- c          page r-- c  copy rw-
//
// A page that could be written loses PTE_W on both sides and gets PTE_COW (c), one of two bits of
// an entry that the hardware leaves to the kernel. The first to write gets a page fault and, in
// that moment, a copy. Whoever is the last to have a page needs no copy: it gets PTE_W back.
//
// How many have a page is counted in page_allocator.c. Most children call exec at once: then
// nothing at all has been copied for nothing.
#include "kernel.h"

static bool is_on;

void copy_on_write_choose(void) {
  char text[8];
  if (!bootarg_text("fork", text, sizeof text)) return;
  is_on = string_equal(text, "cow");
  if (!is_on && !string_equal(text, "copy")) bootarg_refuse("fork", text, "copy or cow");
}

bool copy_on_write_is_on(void) { return is_on; }

// What fork does with a page of the parent: the entry for the child, or 0: there is no memory. The caller
// flushes the translations, for this CPU may remember that the parent can write.
pte_t copy_on_write_fork(pte_t *parent) {
  if (!is_on) {
    void *page = page_copy(pte_target(*parent));
    return page == NULL ? 0 : pte_pointing_to(page, *parent & PTE_FLAGS);
  }
  if (*parent & PTE_W) *parent = (*parent & ~PTE_W) | PTE_COW;
  page_share(pte_target(*parent));
  return *parent;
}

// Somebody wants to write to a page. False: not because of us, or there is no memory for a copy.
bool copy_on_write(pte_t *entry) {
  if (!(*entry & PTE_COW)) return false;
  void *page = pte_target(*entry);
  if (page_is_shared(page)) {
    void *copy = page_copy(page);
    if (copy == NULL) return false;
    page_free(page); // the others keep it
    page = copy;
    kernel_step(STEP_COPY_ON_WRITE, current_process());
  }
  *entry = pte_pointing_to(page, ((*entry & PTE_FLAGS) & ~PTE_COW) | PTE_W);
  flush_translations();
  return true;
}
