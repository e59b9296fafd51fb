// page_allocator.c - physical memory, one page at a time.
//
//   kernel_end                                               memory_end
//   | given out or given back  | never used yet ->     [initrd] [device tree] |
//                              ^ untouched
//
// Pages that were given back are linked through their first word. Pages that were never used
// need no list: so boot does not have to write to all of memory.
#include "kernel.h"

struct free_page {
  struct free_page *next;
};
static struct free_page *free_list;
static uint64_t untouched;
uint64_t pages_free;

static bool overlaps(uint64_t page, uint64_t start, uint64_t end) {
  return page < page_up(end) && page >= page_down(start);
}

// The initrd and the device tree lie somewhere in RAM, and are still needed.
static bool reserved(uint64_t page) {
  return overlaps(page, machine.initrd_start, machine.initrd_end) ||
         overlaps(page, machine.device_tree_start, machine.device_tree_end);
}

// Pages of a reserved range among those we hand out.
static uint64_t pages_in(uint64_t start, uint64_t end) {
  start = page_down(start) < untouched ? untouched : page_down(start);
  end = page_up(end) > machine.memory_end ? machine.memory_end : page_up(end);
  return end > start ? (end - start) / PAGE_SIZE : 0;
}

static uint64_t pages_untouched(void) {
  return (machine.memory_end - untouched) / PAGE_SIZE - pages_in(machine.initrd_start, machine.initrd_end) -
         pages_in(machine.device_tree_start, machine.device_tree_end);
}

void page_allocator_initialize(void) {
  untouched = page_up((uint64_t)kernel_end);
  pages_free = pages_untouched();
}

// A page at its physical address, with what its last owner left in it; NULL if there is none.
void *page_take(void) {
  struct free_page *page = free_list;
  if (page != NULL) {
    free_list = page->next;
  } else {
    while (untouched < machine.memory_end && reserved(untouched)) untouched += PAGE_SIZE;
    if (untouched + PAGE_SIZE > machine.memory_end) return NULL;
    page = (struct free_page *)untouched;
    untouched += PAGE_SIZE;
  }
  pages_free--;
  return page;
}

// A page full of zeros: what the last owner wrote is nobody's business. NULL: no memory.
void *page_allocate(void) {
  void *page = page_take();
  return page == NULL ? NULL : memset(page, 0, PAGE_SIZE);
}

// A page with the content of another. NULL: no memory.
void *page_copy(const void *content) {
  void *page = page_take();
  return page == NULL ? NULL : memcpy(page, content, PAGE_SIZE);
}

// pages_free, counted anew.
uint64_t pages_count(void) {
  uint64_t count = pages_untouched();
  for (struct free_page *page = free_list; page != NULL && count <= pages_free; page = page->next) count++;
  return count;
}

void page_free(void *address) {
  struct free_page *page = address;
  if ((uint64_t)page % PAGE_SIZE != 0 || (char *)page < kernel_end) panic("page_free: not a page that was given out");
  page->next = free_list;
  free_list = page;
  pages_free++;
}
