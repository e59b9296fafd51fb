// page_table.c - Sv39: a tree of three levels, walked by the hardware at every access
// (privileged specification, "Sv39: Page-Based 39-bit Virtual-Memory System").
//
//   virtual address   | 9 bits level 2 | 9 bits level 1 | 9 bits level 0 | 12 bits offset |
//   entry (PTE)       | 10 unused | 44 bits physical page number | 2 | D A G U X W R V |
//
// An entry with R, W and X all zero points to the next table; any other is a leaf. A leaf at
// level 1 maps a megapage of 2 MiB.
#include "kernel.h"

#define PTE_LEAF (PTE_R | PTE_W | PTE_X)
#define PAGE_NUMBER_MASK 0x003ffffffffffc00UL

static int index_at(uint64_t address, int level) { return address >> (12 + 9 * level) & (PTE_COUNT - 1); }

pte_t pte_pointing_to(const void *physical, uint64_t flags) { return (uint64_t)physical >> 2 | flags; }

void *pte_target(pte_t entry) { return (void *)((entry & PAGE_NUMBER_MASK) << 2); }

bool pte_is_leaf(pte_t entry) { return (entry & PTE_LEAF) != 0; }

// Bits 63 to 39 must all equal bit 38; the kernel uses the lower half only.
static bool is_canonical(uint64_t address) { return address < 1UL << 38; }

// The valid leaf that maps an address, at whichever level; NULL if there is none.
pte_t *page_table_find(pte_t *root, uint64_t address) {
  if (!is_canonical(address)) return NULL;
  pte_t *table = root;
  for (int level = 2; level >= 0; level--) {
    pte_t *entry = &table[index_at(address, level)];
    if (!(*entry & PTE_V)) return NULL;
    if (pte_is_leaf(*entry)) return entry;
    table = pte_target(*entry);
  }
  return NULL;
}

// The entry for an address at a level (0: page, 1: megapage), valid or not; the tables on
// the way are made where they are missing. NULL: no memory for one.
pte_t *page_table_make(pte_t *root, uint64_t address, int leaf_level) {
  pte_t *table = root;
  for (int level = 2; level > leaf_level; level--) {
    pte_t *entry = &table[index_at(address, level)];
    if (!(*entry & PTE_V)) {
      void *next = page_allocate();
      if (next == NULL) return NULL;
      *entry = pte_pointing_to(next, PTE_V);
    }
    table = pte_target(*entry);
  }
  return &table[index_at(address, leaf_level)];
}

// From the next instruction on every address of this CPU goes through this table.
void page_table_activate(pte_t *root) {
  flush_translations(); // stores to the tables come before the walk that reads them
  csr_write(satp, page_table_satp(root));
  flush_translations();
}
