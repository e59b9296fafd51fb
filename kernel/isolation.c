// isolation.c - isolation=on: a program's page table does not have the kernel in it.
//
// Without isolation the kernel is mapped in every address space, and the U bit keeps programs out. That is enough
// where the hardware asks for the bit before it uses the value. A processor that computes on while it asks can be
// made to tell what it has read (lab 13; Meltdown, 2018). What is not mapped, nobody can read, not even by mistake.
//
//   page_table, while the kernel runs          user_page_table, while the program runs
//   [0]  -> low table  [0..15]   user's  <---- the same tables ----> [0..15]  low table <- [0]
//                      [16..511] devices                            nothing
//   [2]  -> all of RAM                                               the trampoline and the gate <- [2]
//   [511]   where the other table is: not valid, so nothing to the hardware
//
// Each process has a gate: a page with its trap frame, and what the trampoline must know to change the page table
// (trampoline.S). It lies in the lower half of the piece of its kernel stack, below the guard page.
//
// Every trap pays for it: two changes of the page table, and all translations are looked up anew.
#include "kernel.h"

#define OTHER (PTE_COUNT - 1)

bool isolation_is_on;

// A page of the kernel is mapped in this page table, too, as it is in the kernel's own.
static int show(pte_t *root, const void *page) {
  pte_t *entry = page_table_make(root, (uint64_t)page, 0);
  if (entry == NULL) return -ENOMEM;
  *entry = *page_table_find(kernel_page_table, (uint64_t)page);
  return 0;
}

static void map_gates(void) {
  for (int i = 0; i < NPROC; i++)
    *page_table_make(kernel_page_table, (uint64_t)kernel_stacks[i], 0) =
        pte_pointing_to(kernel_stacks[i], PTE_V | PTE_R | PTE_W | PTE_A | PTE_D);
  flush_translations();
}

void isolation_choose(void) {
  char text[8];
  if (!bootarg_text("isolation", text, sizeof text) || string_equal(text, "off")) return;
  if (!string_equal(text, "on")) bootarg_refuse("isolation", text, "on or off");
  if (control == DIRECT) bootarg_refuse("isolation", text, "off with control=direct: there is one page table");
  isolation_is_on = true;
  map_gates();
  trap_ways = trampoline_ways;
  trap_door = trampoline_vector;
  csr_write(stvec, trap_door);
}

// The page table that a program runs with, by the one that the kernel has for it. NULL: it is the same.
pte_t *isolation_table(pte_t *root) { return pte_target(root[OTHER]); }

// Makes the second page table of an address space, with the gate of the process whose it will be. 0 or -ENOMEM, with some done.
int isolation_create(pte_t *root, const struct process *process) {
  if (!isolation_is_on) return 0;
  pte_t *table = page_allocate();
  if (table == NULL) return -ENOMEM;
  root[OTHER] = pte_pointing_to(table, 0);
  pte_t *low = page_allocate();
  if (low == NULL) return -ENOMEM;
  table[0] = pte_pointing_to(low, PTE_V);
  int error = show(table, trampoline_vector);
  return error != 0 ? error : show(table, gate_of(process));
}

// The user's part of an address space has been changed: it is one and the same in both page tables.
void isolation_follow(pte_t *root) {
  pte_t *table = isolation_table(root);
  if (table != NULL) memcpy(pte_target(table[0]), pte_target(root[0]), USER_ENTRIES * sizeof(pte_t));
}

// Gives back the tables that are not shared with the first page table.
static void free_tables(pte_t *table, int level) {
  for (int i = 0; i < PTE_COUNT; i++)
    if (level > 0 && (table[i] & PTE_V)) free_tables(pte_target(table[i]), level - 1);
  page_free(table);
}

void isolation_free(pte_t *root) {
  pte_t *table = isolation_table(root);
  if (table == NULL) return;
  if (table[0] & PTE_V) page_free(pte_target(table[0])); // what it points to has been given back already
  table[0] = 0;
  free_tables(table, 2);
}

// The process has these page tables from now on: the trampoline has to know.
void isolation_use(struct process *process) {
  if (!isolation_is_on) return;
  process->user_page_table = isolation_table(process->page_table);
  struct gate *gate = gate_of(process);
  gate->kernel_satp = page_table_satp(process->page_table);
  gate->user_satp = page_table_satp(process->user_page_table);
  gate->stack = process->kernel_stack + KERNEL_STACK_SIZE;
}
