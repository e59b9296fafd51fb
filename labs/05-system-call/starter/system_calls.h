// system_calls.h - numbers of the system calls: in a7 at ecall. Arguments in a0 to a5, result in a0.
// Used from C and from assembly, in the kernel and in user programs.
#pragma once

#define SYS_exit 1
#define SYS_fork 2
#define SYS_exec 3
#define SYS_spawn 4
#define SYS_wait 5
#define SYS_getpid 6
#define SYS_yield 7
#define SYS_sleep 8
#define SYS_sbrk 9
#define SYS_open 10
#define SYS_close 11
#define SYS_read 12
#define SYS_write 13
#define SYS_kill 14
#define SYS_uptime 15
#define SYS_dup 16
#define SYS_pipe 17
#define SYS_setpriority 18
#define SYS_settickets 19
#define SYS_seek 20
#define SYS_unlink 21
#define SYS_link 22
#define SYS_mkdir 23
#define SYS_chdir 24
#define SYS_stat 25
#define SYS_list 26
#define SYS_fsync 27
#define SYS_fstat 28
#define SYS_processes 29
#define SYS_interrupts 30
#define SYS_adopt 31
#define SYSTEM_CALLS 32

// CALL(name) for each of them: the kernel's table and the programs' functions are made of it.
#define EACH_SYSTEM_CALL(CALL)                                                               \
  CALL(exit) CALL(fork) CALL(exec) CALL(spawn) CALL(wait) CALL(getpid) CALL(yield)           \
  CALL(sleep) CALL(sbrk) CALL(open) CALL(close) CALL(read) CALL(write) CALL(kill)            \
  CALL(uptime) CALL(dup) CALL(pipe) CALL(setpriority) CALL(settickets) CALL(seek)            \
  CALL(unlink) CALL(link) CALL(mkdir) CALL(chdir) CALL(stat) CALL(list) CALL(fsync)     \
  CALL(fstat) CALL(processes) CALL(interrupts) CALL(adopt)
