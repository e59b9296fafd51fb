// address_space.c - what is mapped where. The picture is in layout.h.
//
//   root (1 GiB an entry)          low table (2 MiB an entry)
//   [0]  -------------------->     [0..15]   the user's: tables and pages of this process alone
//   [2]  RAM: same table in all    [16..511] devices: same entries in all
//   [..] more RAM
#include "kernel.h"

#define KERNEL_DATA (PTE_V | PTE_R | PTE_W | PTE_A | PTE_D)
#define KERNEL_CONSTANTS (PTE_V | PTE_R | PTE_A)
#define KERNEL_CODE (PTE_V | PTE_R | PTE_X | PTE_A)

pte_t *kernel_page_table;

// Maps an address of the kernel. No PTE_U: a user cannot use it.
static void map_to(uint64_t physical, uint64_t address, int level, uint64_t flags) {
  pte_t *entry = page_table_make(kernel_page_table, address, level);
  if (entry == NULL) panic("no memory for the kernel's page table");
  *entry = pte_pointing_to((void *)physical, flags);
}

static void map_kernel(uint64_t address, int level, uint64_t flags) { map_to(address, address, level, flags); }

static uint64_t image_flags(uint64_t address) {
  if (address < (uint64_t)kernel_text_end) return KERNEL_CODE;
  if (address < (uint64_t)kernel_rodata_end) return KERNEL_CONSTANTS;
  return KERNEL_DATA;
}

// Below each kernel stack lies what must never be touched: it stays unmapped.
static void unmap_guard(uint8_t *piece) {
  for (uint8_t *page = piece; page < piece + KERNEL_STACK_PIECE - KERNEL_STACK_SIZE; page += PAGE_SIZE)
    *page_table_find(kernel_page_table, (uint64_t)page) = 0;
}

// The image in pages, for its different permissions; the RAM after it in megapages.
static void map_ram(void) {
  uint64_t address = KERNEL_BASE;
  while (address < (uint64_t)kernel_end || address % MEGAPAGE_SIZE != 0) {
    map_kernel(address, 0, image_flags(address));
    address += PAGE_SIZE;
  }
  for (; address < machine.memory_end; address += MEGAPAGE_SIZE) map_kernel(address, 1, KERNEL_DATA);

  for (int i = 0; i < NCPU; i++) unmap_guard(cpu_stacks[i]);
  for (int i = 0; i < NPROC; i++) unmap_guard(kernel_stacks[i]);
}

static void map_devices(void) {
  map_kernel(CLINT, 1, KERNEL_DATA);
  for (uint64_t address = PLIC; address < PLIC + PLIC_SIZE; address += MEGAPAGE_SIZE)
    map_kernel(address, 1, KERNEL_DATA);
  map_kernel(UART, 1, KERNEL_DATA);
  map_to(FINISHER, FINISHER_WINDOW, 0, KERNEL_DATA);
}

void kernel_address_space_build(void) {
  kernel_page_table = page_allocate();
  if (kernel_page_table == NULL) panic("no memory for the kernel's page table");
  map_ram();
  map_devices();
}

// A new address space for a process: the kernel's part linked in, the user's part empty. NULL: no memory.
// Direct control has only the kernel's own, with one program in it after another.
pte_t *address_space_create(const struct process *process) {
  if (control == DIRECT) return kernel_page_table;
  pte_t *root = page_allocate();
  pte_t *low = page_allocate();
  if (root == NULL || low == NULL) {
    if (root != NULL) page_free(root);
    return NULL;
  }
  pte_t *kernel_low = pte_target(kernel_page_table[0]);
  memcpy(root + 1, kernel_page_table + 1, (PTE_COUNT - 1) * sizeof(pte_t));
  memcpy(low + USER_ENTRIES, kernel_low + USER_ENTRIES, (PTE_COUNT - USER_ENTRIES) * sizeof(pte_t));
  root[0] = pte_pointing_to(low, PTE_V);
  if (isolation_create(root, process) == 0) return root;
  address_space_free(root);
  return NULL;
}

// Copies what is in one table of the user's part, page by page, or (fork=cow) shares the pages.
static int copy_pages(pte_t *to, pte_t *from) {
  for (int i = 0; i < PTE_COUNT; i++) {
    if (!(from[i] & PTE_V)) continue;
    to[i] = copy_on_write_fork(&from[i]);
    if (to[i] == 0) return -ENOMEM;
  }
  flush_translations();
  return 0;
}

// A copy of an address space for another process: what one side writes, the other does not see. NULL: no memory.
pte_t *address_space_copy(pte_t *root, const struct process *process) {
  pte_t *copy = address_space_create(process);
  if (copy == NULL) return NULL;
  pte_t *from = pte_target(root[0]), *to = pte_target(copy[0]);
  for (int i = 0; i < USER_ENTRIES; i++) {
    if (!(from[i] & PTE_V)) continue;
    pte_t *table = page_allocate();
    if (table != NULL) to[i] = pte_pointing_to(table, PTE_V);
    if (table == NULL || copy_pages(table, pte_target(from[i])) != 0) {
      address_space_free(copy);
      return NULL;
    }
  }
  isolation_follow(copy);
  return copy;
}

static void free_pages_of(pte_t *table) {
  for (int i = 0; i < PTE_COUNT; i++)
    if (table[i] & PTE_V) page_free(pte_target(table[i]));
}

// Gives back all that belongs to this address space alone. It must not be the active one,
// unless it is the kernel's.
void address_space_free(pte_t *root) {
  pte_t *low = pte_target(root[0]);
  for (int i = 0; i < USER_ENTRIES; i++) {
    if (!(low[i] & PTE_V)) continue;
    pte_t *table = pte_target(low[i]);
    free_pages_of(table);
    page_free(table);
    low[i] = 0;
  }
  flush_translations();
  if (root == kernel_page_table) return;
  isolation_free(root);
  page_free(low);
  page_free(root);
}

// Gives the user zero-filled pages from start to end, both rounded outward. A page that is
// there already keeps its content and gains the permissions. 0 or -ENOMEM, with some done.
int address_space_add(pte_t *root, uint64_t start, uint64_t end, uint64_t flags) {
  for (uint64_t address = page_down(start); address < end; address += PAGE_SIZE) {
    pte_t *entry = page_table_make(root, address, 0);
    if (entry == NULL) return -ENOMEM;
    if (*entry & PTE_V) {
      *entry |= flags;
      continue;
    }
    void *page = page_allocate();
    if (page == NULL) return -ENOMEM;
    *entry = pte_pointing_to(page, flags | control_user_bit() | PTE_V);
  }
  isolation_follow(root);
  flush_translations();
  return 0;
}

// Takes away and gives back the pages from start to end, both on page boundaries.
void address_space_remove(pte_t *root, uint64_t start, uint64_t end) {
  for (uint64_t address = start; address < end; address += PAGE_SIZE) {
    pte_t *entry = page_table_find(root, address);
    if (entry == NULL) continue;
    page_free(pte_target(*entry));
    *entry = 0;
  }
  flush_translations();
}
