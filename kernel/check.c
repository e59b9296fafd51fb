// check.c - what must be true when all programs have ended, whatever they have done.
#include "file.h"
#include "kernel.h"

static uint64_t pages_at_start;

// Before the first program.
void check_start(void) { pages_at_start = pages_free; }

void check_end(void) {
  for (struct process *process = process_table; process < process_table + NPROC; process++)
    if (process->state != UNUSED && (process->state != ZOMBIE || process->page_table != NULL))
      panic("check: a process is left over");
  if (files_open() != 0) panic("check: an open file is left over");
  if (buffers_changed != 0) panic("check: something that was written is not on the disk");
  if (sleepers != 0) panic("check: somebody is counted as sleeping");
  if (pages_free != pages_at_start) panic("check: pages were lost");
  if (pages_count() != pages_free) panic("check: the list of free pages is damaged");
}
