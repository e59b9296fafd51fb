// page_fault.c - page faults that are not errors.
//
// The hardware asks the kernel when a page is not there or may not be used so. Mostly the program has made a
// mistake. But the kernel may have promised memory that it has not given yet: then it gives it now, and
// goes back to the same instruction, which finds everything as if it had always been so.
//
//   stack=grow   the stack gets a page when it is first used (grow_stack, below)
//   fork=cow     a page that two processes share is copied when one of them writes (copy_on_write.c)
//
// The kernel itself never trips over such a page: it looks at a user's page table before it uses
// what is in there, and asks here, too (user_memory.c).
#include "kernel.h"

static bool stack_grows;

// stack=fixed: the whole stack is there from the beginning. stack=grow: only what is used.
void page_fault_choose(void) {
  char text[8];
  if (bootarg_text("stack", text, sizeof text)) {
    stack_grows = string_equal(text, "grow");
    if (!stack_grows && !string_equal(text, "fixed")) bootarg_refuse("stack", text, "fixed or grow");
  }
  copy_on_write_choose();
}

// How much of its stack a program is given at its start: at least a page, for its arguments.
uint64_t stack_at_start(void) { return stack_grows ? USER_TOP - PAGE_SIZE : STACK_BOTTOM; }

static bool grow_stack(pte_t *root, uint64_t address) {
  if (!stack_grows || address < STACK_BOTTOM || address >= USER_TOP) return false;
  uint64_t page = page_down(address);
  if (address_space_add(root, page, page + PAGE_SIZE, PTE_R | PTE_W) != 0) return false;
  kernel_step(STEP_STACK_GROWS, current_process());
  return true;
}

// Whether what was promised for this address has now been given, so that an access (PTE_R, PTE_W) is allowed.
bool page_fault_mend(pte_t *root, uint64_t address, uint64_t access) {
  pte_t *entry = page_table_find(root, address);
  if (entry == NULL) return grow_stack(root, address);
  return (access & PTE_W) && copy_on_write(entry);
}

// In the trap table at the page faults of loads and stores.
void page_fault_handler(struct trap_frame *frame) {
  uint64_t access = frame->scause == CAUSE_STORE_PAGE_FAULT ? PTE_W : PTE_R;
  bool is_users = frame->stval >= USER_BASE && frame->stval < USER_TOP;
  if (is_users && page_fault_mend(current_process()->page_table, frame->stval, access)) return;
  fault_handler(frame); // it was a mistake, or there is no memory to keep the promise
}
