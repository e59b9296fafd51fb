// boot.c - from reset to the kernel. Whoever runs first owns the machine: what is allowed to whom is decided here.
#include "firmware.h"

// Exceptions that are the kernel's: all but its own calls (9), which are for us.
#define DELEGATED_EXCEPTIONS 0xb1ff
#define DELEGATED_INTERRUPTS (INTERRUPT_SOFTWARE_S | INTERRUPT_TIMER_S | INTERRUPT_EXTERNAL_S)

// PMP: the lowest matching entry counts. 0: this firmware, closed; 1: everything else, open.
#define PMP_NAPOT_CLOSED 0x18
#define PMP_NAPOT_OPEN 0x1f

// What a loader tells (OpenSBI's fw_dynamic, version 2): where the kernel is.
#define DYNAMIC_MAGIC 0x4942534f
enum { DYNAMIC_MAGIC_AT, DYNAMIC_VERSION_AT, DYNAMIC_ENTRY_AT };

bool has_stimecmp;
bool probe_menvcfg(uint64_t bits);

static void open_to_supervisor(void) {
  csr_write(medeleg, DELEGATED_EXCEPTIONS);
  csr_write(mideleg, DELEGATED_INTERRUPTS);
  csr_write(pmpaddr0, (FIRMWARE_BASE | (FIRMWARE_SIZE / 2 - 1)) >> 2);
  csr_write(pmpaddr1, -1UL);
  csr_write(pmpcfg0, PMP_NAPOT_OPEN << 8 | PMP_NAPOT_CLOSED);
  csr_write(mcounteren, COUNTEREN_CY_TM_IR);
  has_stimecmp = probe_menvcfg(MENVCFG_STCE | MENVCFG_ADUE) && (csr_read(CSR_MENVCFG) & MENVCFG_STCE);
  if (has_stimecmp) csr_write(CSR_STIMECMP, -1UL);
}

static uint64_t kernel_entry(const uint64_t *info) {
  bool is_told = info != NULL && info[DYNAMIC_MAGIC_AT] == DYNAMIC_MAGIC && info[DYNAMIC_VERSION_AT] >= 1;
  return is_told ? info[DYNAMIC_ENTRY_AT] : KERNEL_ENTRY;
}

void boot_hart(uint64_t hart, uint64_t tree, const uint64_t *dynamic_info) {
  open_to_supervisor();
  csr_write(mie, INTERRUPT_SOFTWARE_M);
  if (hart != 0) hart_wait(); // until the kernel asks for it
  tree_find_harts((const void *)tree);
  enter_supervisor(kernel_entry(dynamic_info), hart, tree);
}

// mret "returns" to supervisor mode, with interrupts off and no address translation, as the SBI wants it.
_Noreturn void enter_supervisor(uint64_t entry, uint64_t hart, uint64_t argument) {
  csr_write(satp, 0);
  csr_write(sie, 0);
  csr_write(stvec, entry);
  csr_write(mepc, entry);
  csr_clear(mstatus, MSTATUS_MPP | MSTATUS_MPIE | MSTATUS_SIE);
  csr_set(mstatus, MSTATUS_MPP_S);
  register uint64_t a0 asm("a0") = hart;
  register uint64_t a1 asm("a1") = argument;
  asm volatile("fence.i\n\tmret" ::"r"(a0), "r"(a1) : "memory");
  __builtin_unreachable();
}
