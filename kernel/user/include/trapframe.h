// trapframe.h - what a C program can call: the kernel, and a small library (../lib).
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../../errors.h"
#include "../../file_abi.h"
#include "../../process_abi.h"

// A program that defines one of these functions itself gets its own.

// System calls (lib/calls.S). A negative result is an error, such as -ECHILD. Where a call's own name is one
// that programs like to use themselves, the function has another.
[[gnu::noreturn]] void exit(int status);
int fork(void);
int exec(const char *path, char *const argv[]);
int spawn(const char *path, char *const argv[]);
int wait(int *status); // pid of the child that ended; status may be NULL
int getpid(void);
int yield(void);
int sleep(long ticks);
void *sbrk(long increment); // the old end of the heap
int open(const char *path, int flags);
int close(int descriptor);
long read(int descriptor, void *buffer, size_t length);
long write(int descriptor, const void *buffer, size_t length);
int kill(int pid);
long uptime(void); // ticks
int dup(int descriptor);
int pipe(int descriptors[2]); // [0] to read from, [1] to write to
int setpriority(int priority);
int settickets(int tickets);
long seek(int descriptor, long offset, int whence); // SEEK_START, SEEK_HERE or SEEK_END: the new offset
int unlink(const char *path);                       // a file's name, or an empty directory
int link(const char *old, const char *name);
int mkdir(const char *path);
int chdir(const char *path);
int stat(const char *path, struct status *status);
int next_entry(int descriptor, struct entry *entry); // list: 1, the next of an open directory; 0: no more
int fsync(int descriptor);
int fstat(int descriptor, struct status *status);
int next_process(int index, struct process_status *status); // processes: the index behind it; 0: no more
int catch_interrupts(bool on); // interrupts: Control-C ends a wait for input or for a child, with -EINTR
int adopt_orphans(void);       // adopt: those of the family become children

// print.c: %d %i %u %o %x %X %p %c %s %%, with the flags - 0 + # and space, a width, a precision (either
// may be *), and hh, h, l, ll, z, j or t.
int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int dprintf(int descriptor, const char *format, ...) __attribute__((format(printf, 2, 3)));
int snprintf(char *to, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int vsnprintf(char *to, size_t size, const char *format, va_list values);
int puts(const char *text);
int putchar(int byte);

// input.c
int getchar(void);                     // -1: the input has ended
char *read_line(char *to, size_t size); // without its newline; NULL: the input has ended
long read_text(int descriptor, char *to, size_t size); // the same from a descriptor: its length, -1, or an error

// string.c
void *memset(void *to, int byte, size_t length);
void *memcpy(void *to, const void *from, size_t length);
void *memmove(void *to, const void *from, size_t length);
int memcmp(const void *a, const void *b, size_t length);
void *memchr(const void *bytes, int byte, size_t length);
size_t strlen(const char *text);
size_t strnlen(const char *text, size_t size);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t length);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t size);
char *strcat(char *to, const char *from);
char *strncat(char *to, const char *from, size_t length);
char *strchr(const char *text, int byte);
char *strrchr(const char *text, int byte);
char *strstr(const char *text, const char *part);
int atoi(const char *text);

// memory.c
void *malloc(size_t size); // NULL: there is no more
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *block);
char *strdup(const char *text);
