// errors.h - why a system call failed. The caller gets the number, negative, in a0 (Linux numbers).
#pragma once

#define ENOENT 2   // no such file
#define ENOEXEC 8  // not a program we can run
#define EBADF 9    // no such open file
#define EAGAIN 11  // no process table entry left
#define ENOMEM 12  // no memory left
#define EFAULT 14  // a pointer to memory the caller does not have
#define EINVAL 22  // a value that makes no sense
#define ENOSYS 38  // no such system call
#define E2BIG 7    // too many arguments
