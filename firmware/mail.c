// mail.c - what one hart asks of others: an interrupt, or to forget what it remembers of code and translations.
//
// Each hart has a box of letters, a bit for each kind, and the CLINT's msip to ring. Who sends a fence waits until all
// have done it. While it waits it empties its own box: two harts that send to each other would else wait for ever.
#include "firmware.h"

struct box {
  uint32_t letters;        // bits of enum mail_kind
  uint64_t start, size;    // of the fences: the smallest range that holds all that was asked for
  uint32_t lock;
};
static struct box boxes[MOST_HARTS];

static void lock(struct box *box) {
  while (__atomic_exchange_n(&box->lock, 1, __ATOMIC_ACQUIRE) != 0) continue;
}
static void unlock(struct box *box) { __atomic_store_n(&box->lock, 0, __ATOMIC_RELEASE); }

static volatile uint32_t *msip(uint64_t hart) { return (volatile uint32_t *)CLINT_MSIP(hart); }

#define EVERYTHING (-1UL)
#define PAGE 4096
// Beyond so many pages it is cheaper to forget everything.
#define MOST_PAGES 64

static void fence_range(uint64_t start, uint64_t size) {
  if (size > MOST_PAGES * PAGE || (start == 0 && size == 0)) {
    asm volatile("sfence.vma" ::: "memory");
    return;
  }
  uint64_t pages = (start % PAGE + size + PAGE - 1) / PAGE;
  for (uint64_t i = 0; i < pages; i++) asm volatile("sfence.vma %0" ::"r"(start + i * PAGE) : "memory");
}

// Two letters that wait become one; a range of both is anything that holds them.
static void put(struct box *box, enum mail_kind kind, uint64_t start, uint64_t size) {
  lock(box);
  bool waits = box->letters & (1u << MAIL_SFENCE | 1u << MAIL_SFENCE_ASID);
  if (kind == MAIL_SFENCE || kind == MAIL_SFENCE_ASID) {
    box->start = waits ? 0 : start;
    box->size = waits ? EVERYTHING : size;
  }
  box->letters |= 1u << kind;
  unlock(box);
}

// The interrupt of machine mode, or a hart that waits for others.
void mail_take(void) {
  struct box *box = &boxes[this_hart()];
  *msip(this_hart()) = 0; // before reading: who writes later rings again
  lock(box);
  uint32_t letters = box->letters;
  if (letters & 1u << MAIL_INTERRUPT) csr_set(mip, INTERRUPT_SOFTWARE_S);
  if (letters & 1u << MAIL_FENCE_I) asm volatile("fence.i" ::: "memory");
  // A fence of one address space is done as one of all: allowed, and simpler.
  if (letters & (1u << MAIL_SFENCE | 1u << MAIL_SFENCE_ASID)) fence_range(box->start, box->size);
  // Only now: who waits for the fence reads this.
  __atomic_store_n(&box->letters, 0, __ATOMIC_RELEASE);
  unlock(box);
}

static bool is_named(struct harts harts, uint64_t hart) {
  if (harts.base == -1UL) return true;
  return hart >= harts.base && hart - harts.base < 64 && (harts.mask >> (hart - harts.base) & 1);
}

// @returns false when a hart is named that the machine does not have
static bool all_exist(struct harts harts) {
  if (harts.base == -1UL) return true;
  for (uint64_t bit = 0; bit < 64; bit++) {
    if (!(harts.mask >> bit & 1)) continue;
    uint64_t hart = harts.base + bit;
    if (hart >= MOST_HARTS || !hart_exists[hart]) return false;
  }
  return true;
}

struct sbi_answer mail_send(enum mail_kind kind, struct harts to, uint64_t start, uint64_t size, uint64_t asid) {
  (void)asid;
  if (!all_exist(to)) return sbi_error(SBI_INVALID_PARAMETER);
  for (uint64_t hart = 0; hart < MOST_HARTS; hart++) {
    if (!hart_exists[hart] || !is_named(to, hart)) continue;
    put(&boxes[hart], kind, start, size);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    *msip(hart) = 1;
  }
  if (kind == MAIL_INTERRUPT) return sbi_error(SBI_SUCCESS);
  for (uint64_t hart = 0; hart < MOST_HARTS; hart++) {
    if (!hart_exists[hart] || !is_named(to, hart)) continue;
    while (__atomic_load_n(&boxes[hart].letters, __ATOMIC_ACQUIRE) & 1u << kind) mail_take();
  }
  return sbi_error(SBI_SUCCESS);
}
