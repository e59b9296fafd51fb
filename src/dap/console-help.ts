/** What `help` answers in the debug console. */
export const HELP = `Type an expression in C over what the selected frame sees, or change something:
  counter, a0, list->next->value, (char) a0      variables, registers, members, casts
  pid, mode, cpu, instret                        who runs, and how ($pid, $mode: also where a program has a variable pid)
  scause, sstatus.SPP, satp                      control and status registers and their fields, in words
  counter = 5, a0 = -1, name = "abc", pc = main  new values
  counter, &counter                              what lies at a label of assembly; its address
  *(int *) 0x80000000, physical(*(int *) 0x87000000)   memory by address, with or without a page table
  process(2).counter, process(2, list->value)    as another process sees it
  > yes                                          types a line at the machine's console, where there is no terminal for it
  last counter, first counter == 10              goes to who wrote it last; to when that first became true
  every counter == 10, calls sys_write           when that was true; calls of a function, with arguments and results
Breakpoint conditions, {…} in log messages, watches and hovers take the same expressions, but change nothing.`;
