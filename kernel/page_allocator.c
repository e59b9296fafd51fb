// page_allocator.c - physical memory, one page at a time.
//
//   kernel_end                                                        memory_end
//   | shares | given out or given back  | never used yet ->  [initrd] [device tree] |
//                                       ^ untouched
//
// A page may have several owners, each of which gives it back: `shares` has a byte for each page of RAM
// after the kernel, how many owners it has beside the first.
//
// Pages that were given back are linked through their first word. Pages that were never used
// need no list: so boot does not have to write to all of memory.
#include "kernel.h"

struct free_page {
  struct free_page *next;
};
static struct free_page *free_list;
static uint64_t untouched;
static uint8_t *shares;
uint64_t pages_free;

static uint8_t *shares_of(const void *page) { return &shares[((uint64_t)page - page_up((uint64_t)kernel_end)) / PAGE_SIZE]; }

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
  uint64_t size = (machine.memory_end - untouched) / PAGE_SIZE;
  shares = (uint8_t *)untouched;
  untouched = page_up(untouched + size);
  for (uint64_t page = (uint64_t)shares; page < untouched; page += PAGE_SIZE)
    if (page >= machine.memory_end || reserved(page)) panic("no memory to write down who shares which page");
  memset(shares, 0, size);
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

// The page has one more owner.
void page_share(const void *page) {
  static_assert(NPROC < 256, "as many owners as there are processes fit in a byte");
  ++*shares_of(page);
}

bool page_is_shared(const void *page) { return *shares_of(page) > 0; }

// One owner gives it back. It is free when there is no other.
void page_free(void *address) {
  struct free_page *page = address;
  if ((uint64_t)page % PAGE_SIZE != 0 || (char *)page < kernel_end) panic("page_free: not a page that was given out");
  if (page_is_shared(page)) {
    --*shares_of(page);
    return;
  }
  page->next = free_list;
  free_list = page;
  pages_free++;
}
