// user_memory.c - every pointer that comes from a user passes through here.
//
// The kernel does not use a user's address: it walks the page table itself, asks for the U
// bit and for the permission, and then uses the physical page, which is mapped for it.
#include "kernel.h"

static bool is_users(uint64_t address) { return address >= USER_BASE && address < USER_TOP; }

// Where the kernel finds a user's byte; NULL if the user may not use it so (flags: PTE_R, PTE_W).
static uint8_t *user_byte(pte_t *root, uint64_t address, uint64_t flags) {
  if (!is_users(address)) return NULL;
  pte_t *entry = page_table_find(root, address);
  uint64_t needed = control_user_bit() | flags;
  if (entry == NULL || (*entry & needed) != needed) {
    if (!page_fault_mend(root, address, flags)) return NULL;
    entry = page_table_find(root, address);
  }
  return (uint8_t *)pte_target(*entry) + address % PAGE_SIZE;
}

static size_t rest_of_page(uint64_t address) { return PAGE_SIZE - address % PAGE_SIZE; }

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// Whether the user may use all bytes of a range: asked before anything is done with the first.
bool user_range_ok(pte_t *root, uint64_t address, uint64_t length, uint64_t flags) {
  if (address > USER_TOP || length > USER_TOP) return false; // so address + length cannot wrap round
  uint64_t end = address + length;
  while (address < end) {
    if (user_byte(root, address, flags) == NULL) return false;
    address += rest_of_page(address);
  }
  return true;
}

// Where the kernel finds a part of a range that was asked for: up to the end of its page.
void *user_piece(pte_t *root, uint64_t address, uint64_t length, uint64_t flags, size_t *part) {
  *part = smaller(length, rest_of_page(address));
  return user_byte(root, address, flags);
}

int copy_from_user(pte_t *root, void *to, uint64_t from, size_t length) {
  if (!user_range_ok(root, from, length, PTE_R)) return -EFAULT;
  for (size_t done = 0; done < length;) {
    size_t part;
    const uint8_t *place = user_piece(root, from + done, length - done, PTE_R, &part);
    memcpy((uint8_t *)to + done, place, part);
    done += part;
  }
  return 0;
}

// Copies a text with its NUL. Its length, -EFAULT, or -ENAMETOOLONG if it does not fit.
int copy_text_from_user(pte_t *root, char *to, uint64_t from, size_t size) {
  for (size_t i = 0; i < size; i++) {
    const uint8_t *byte = user_byte(root, from + i, PTE_R);
    if (byte == NULL) return -EFAULT;
    to[i] = *byte;
    if (*byte == '\0') return (int)i;
  }
  return -ENAMETOOLONG;
}

int copy_to_user(pte_t *root, uint64_t to, const void *from, size_t length) {
  if (!user_range_ok(root, to, length, PTE_W)) return -EFAULT;
  for (size_t done = 0; done < length;) {
    size_t part;
    uint8_t *place = user_piece(root, to + done, length - done, PTE_W, &part);
    memcpy(place, (const uint8_t *)from + done, part);
    done += part;
  }
  return 0;
}
