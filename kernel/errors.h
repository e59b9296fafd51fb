// errors.h - why a system call failed. The caller gets the number, negative, in a0 (Linux numbers).
#pragma once

#define EPERM 1    // not this process's to decide
#define ENOENT 2   // no such file
#define ESRCH 3    // no such process
#define EINTR 4    // Control-C ended its waiting; or it was killed, and never sees this
#define EIO 5      // the disk failed
#define E2BIG 7    // too many arguments
#define ENOEXEC 8  // not a program we can run
#define EBADF 9    // no such open file, or not open for this
#define ECHILD 10  // no child to wait for
#define EAGAIN 11  // no process table entry left
#define ENOMEM 12  // no memory left
#define EFAULT 14  // a pointer to memory the caller does not have
#define EBUSY 16   // the root directory cannot be removed
#define EEXIST 17  // there is one of that name
#define EXDEV 18   // a name here cannot stand for a file there
#define ENODEV 19  // no disk with files
#define ENOTDIR 20 // not a directory
#define EISDIR 21  // a directory
#define EINVAL 22  // a value that makes no sense
#define EMFILE 24  // no descriptor left
#define EFBIG 27   // a file cannot be that long
#define ENOSPC 28  // the disk is full, or has no inode left
#define ESPIPE 29  // there is no going back in it
#define EROFS 30   // this file can only be read
#define EMLINK 31  // too many names for a file
#define EPIPE 32   // nobody will ever read from this pipe
#define ENAMETOOLONG 36
#define ENOSYS 38  // no such system call
#define ENOTEMPTY 39 // a directory with something in it
