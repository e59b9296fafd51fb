// errors.c - everything about files that must not work, and what must come of it. Prints what is not as it must be.
//
//   errors [full]    full: also fills the disk, its inodes, and looks that all comes back
#include <trapframe.h>

static int failures;

static void expect(const char *what, long result, long wanted) {
  if (result == wanted) return;
  printf("%s: %ld, not %ld\n", what, result, wanted);
  failures++;
}

static int make(const char *path, long size) {
  static char block[4096];
  int file = open(path, O_WRITE | O_CREATE | O_TRUNCATE);
  if (file < 0) return file;
  for (long done = 0; done < size; done += sizeof block) {
    long count = write(file, block, sizeof block);
    if (count < 0) {
      close(file);
      return count;
    }
  }
  return close(file);
}

static void names(void) {
  static char path[200];
  memset(path, 'x', sizeof path - 1);
  expect("a path that is too long", open(path, O_READ), -ENAMETOOLONG);
  path[60] = '\0';
  expect("a name that is too long", make(path, 0), -ENAMETOOLONG);
  path[59] = '\0';
  expect("a name of 59 characters", make(path, 0), 0);
  expect("and it is there", unlink(path), 0);
  expect("an empty path", open("", O_READ), -ENOENT);
  expect("beyond the root", make("/../../../above", 0), 0);
  expect("is in the root", unlink("/above"), 0);
  expect("a directory on the way is missing", make("/no/such/file", 0), -ENOENT);
  expect("a file on the way", make("/file", 0), 0);
  expect("is no directory", make("/file/in", 0), -ENOTDIR);
  expect("nor to go to", chdir("/file"), -ENOTDIR);
  expect("it is there", open("/file", O_WRITE | O_CREATE | O_EXCLUSIVE), -EEXIST);
  expect("nothing to remove", unlink("/nothing"), -ENOENT);
  expect("the root", unlink("/"), -EBUSY);
  expect("no such link", link("/nothing", "/other"), -ENOENT);
  expect("a name that is taken", link("/file", "/file"), -EEXIST);
  expect("file is gone", unlink("/file"), 0);
}

static void directories(void) {
  char byte;
  struct entry entry;
  expect("make", mkdir("/d"), 0);
  expect("again", mkdir("/d"), -EEXIST);
  int directory = open("/d", O_READ);
  expect("reading a directory", read(directory, &byte, 1), -EISDIR);
  expect("writing to it", write(directory, &byte, 1), -EBADF);
  expect("it is empty", next_entry(directory, &entry), 0);
  expect("opening it for writing", open("/d", O_WRITE), -EISDIR);
  expect("emptying it", open("/d", O_READ | O_TRUNCATE), -EISDIR);
  expect("another name for it", link("/d", "/e"), -EPERM);
  expect("a file in it", make("/d/file", 10), 0);
  expect("it is not empty", unlink("/d"), -ENOTEMPTY);
  expect("there", chdir("/d"), 0);
  expect("its file", unlink("file"), 0);
  expect("itself", unlink("../d"), 0);
  expect("nothing can be made where nothing is", make("file", 0), -ENOENT);
  expect("back", chdir("/"), 0);
  expect("close", close(directory), 0);
}

static void descriptors(void) {
  int count = 0, last = -1;
  for (int file; (file = open("/dev/null", O_READ)) >= 0; last = file) count++;
  expect("as many as there are", count, 13);
  expect("no more", open("/", O_READ), -EMFILE);
  for (int i = 3; i <= last; i++) close(i);
  expect("not open", read(99, &count, 1), -EBADF);
  expect("seek in a pipe's place", seek(0, 0, SEEK_START), -ESPIPE);
  int file = open("/f", O_WRITE | O_CREATE);
  expect("reading what is to be written", read(file, &count, 1), -EBADF);
  expect("before the start", seek(file, -1, SEEK_START), -EINVAL);
  expect("from nowhere", seek(file, 0, 3), -EINVAL);
  expect("far behind the end", seek(file, 1L << 40, SEEK_START), 1L << 40);
  expect("is too far", write(file, "x", 1), -EFBIG);
  expect("a hole", seek(file, 100000, SEEK_START), 100000);
  expect("and a byte", write(file, "x", 1), 1);
  close(file);
  char bytes[2] = {1, 1};
  file = open("/f", O_READ);
  expect("in the hole", seek(file, 99999, SEEK_START), 99999);
  expect("both", read(file, bytes, 2), 2);
  expect("the hole is zero", bytes[0], 0);
  expect("the byte is there", bytes[1], 'x');
  expect("the end", read(file, bytes, 2), 0);
  close(file);
  expect("append", (file = open("/f", O_WRITE | O_APPEND)) >= 0, 1);
  expect("from the start on", seek(file, 0, SEEK_START), 0);
  expect("goes to the end", write(file, "y", 1), 1);
  close(file);
  struct status status;
  expect("status", stat("/f", &status), 0);
  expect("size", (long)status.size, 100002);
  expect("write to what cannot be", open("/etc/programs", O_WRITE), -EROFS);
}

// A file that is removed while it is open lives until it is closed.
static void removed(void) {
  char bytes[4];
  int file = open("/r", O_BOTH | O_CREATE);
  expect("write", write(file, "abcd", 4), 4);
  expect("remove", unlink("/r"), 0);
  expect("it has no name", open("/r", O_READ), -ENOENT);
  expect("it is there", seek(file, 0, SEEK_START), 0);
  expect("with its content", read(file, bytes, 4), 4);
  struct status status;
  expect("without links", fstat(file, &status) == 0 && status.links == 0, 1);
  if (fork() == 0) exit(read(file, bytes, 1) == 0 ? 0 : 1);
  int child;
  wait(&child);
  expect("the child shares the offset", child, 0);
  expect("close", close(file), 0);
}

static void full(void) {
  long error = make("/big", 1L << 30);
  expect("the disk is full, or the file too long", error == -ENOSPC || error == -EFBIG, 1);
  expect("so is it for others", make("/other", 1 << 20), -ENOSPC);
  expect("a file that was there is whole", make("/d", 0), 0);
  unlink("/d");
  expect("room again", unlink("/big"), 0);
  unlink("/other");
  expect("as much as before", make("/big", 200000), 0);
  unlink("/big");
  char name[32];
  int count = 0;
  for (;; count++) {
    snprintf(name, sizeof name, "/inode%d", count);
    error = make(name, 0);
    if (error != 0) break;
  }
  expect("no more inodes", error, -ENOSPC);
  expect("nor for a directory", mkdir("/dd"), -ENOSPC);
  while (count-- > 0) {
    snprintf(name, sizeof name, "/inode%d", count);
    expect("remove", unlink(name), 0);
  }
  expect("one again", mkdir("/dd"), 0);
  expect("and away", unlink("/dd"), 0);
}

int main(int argc, char **argv) {
  names();
  directories();
  descriptors();
  removed();
  unlink("/f");
  if (argc > 1) full();
  printf("%d failures\n", failures);
  return failures > 0;
}
