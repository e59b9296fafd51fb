// trapframe.h - what a C program can call: the kernel, and a small library (../lib).
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// System calls (lib/calls.S). A negative result is an error: a number of kernel/errors.h.
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

// print.c: %d %i %u %x %X %p %c %s %%, with -, 0, a width, and l, ll or z.
int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int dprintf(int descriptor, const char *format, ...) __attribute__((format(printf, 2, 3)));
int snprintf(char *to, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int vsnprintf(char *to, size_t size, const char *format, va_list values);
int puts(const char *text);
int putchar(int byte);

// input.c
int getchar(void);                     // -1: the input has ended
char *read_line(char *to, size_t size); // without its newline; NULL: the input has ended

// string.c
void *memset(void *to, int byte, size_t length);
void *memcpy(void *to, const void *from, size_t length);
void *memmove(void *to, const void *from, size_t length);
int memcmp(const void *a, const void *b, size_t length);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t length);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t size);
char *strcat(char *to, const char *from);
char *strchr(const char *text, int byte);
int atoi(const char *text);

// memory.c
void *malloc(size_t size); // NULL: there is no more
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void free(void *block);
