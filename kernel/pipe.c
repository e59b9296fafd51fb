// pipe.c - bytes from one process to another, first in, first out.
//
//   writer --> data[written % PIPE_SIZE] ... data[taken % PIPE_SIZE] --> reader
//
// A reader of an empty pipe waits for a writer, and the other way round; when the last of one
// side has closed its end, the other side is told: end of file, or -EPIPE.
#include "file.h"
#include "kernel.h"

#define PIPE_SIZE 2048
#define PIPE_ATOMIC 512 // so many bytes of one write stay together (PIPE_BUF of POSIX)

struct pipe { // in a page of its own
  uint64_t taken, written;
  bool can_be_read, can_be_written; // an end is still open
  uint8_t data[PIPE_SIZE];
};
static_assert(sizeof(struct pipe) <= PAGE_SIZE, "a pipe is in one page");

// How many bytes from a place on lie in one piece: in the buffer, and in the user's wish.
static uint64_t in_one_piece(uint64_t place, uint64_t available, uint64_t wanted) {
  uint64_t to_end = PIPE_SIZE - place % PIPE_SIZE;
  uint64_t count = available < wanted ? available : wanted;
  return count < to_end ? count : to_end;
}

// Some bytes at least; 0 at the end.
static long read_pipe(struct file *file, uint64_t address, uint64_t length) {
  struct pipe *pipe = file->pipe;
  while (pipe->taken == pipe->written && pipe->can_be_written)
    if (!block_on(pipe, "a pipe with something in it")) return -EINTR;

  uint64_t done = 0;
  while (done < length && pipe->taken < pipe->written) {
    uint64_t count = in_one_piece(pipe->taken, pipe->written - pipe->taken, length - done);
    copy_to_user(current_process()->page_table, address + done, pipe->data + pipe->taken % PIPE_SIZE, count);
    pipe->taken += count;
    done += count;
  }
  wakeup(pipe);
  file->offset += done;
  return (long)done;
}

// All bytes, or those that were written before the last reader had gone.
static long write_pipe(struct file *file, uint64_t address, uint64_t length) {
  struct pipe *pipe = file->pipe;
  for (uint64_t done = 0; done < length;) {
    uint64_t room = PIPE_SIZE - (pipe->written - pipe->taken);
    if (!pipe->can_be_read) return done > 0 ? (long)done : -EPIPE;
    if (room < (length <= PIPE_ATOMIC ? length - done : 1)) {
      if (!block_on(pipe, "room in a pipe")) return -EINTR;
      continue;
    }
    uint64_t count = in_one_piece(pipe->written, room, length - done);
    copy_from_user(current_process()->page_table, pipe->data + pipe->written % PIPE_SIZE, address + done, count);
    pipe->written += count;
    done += count;
    file->offset += count;
    wakeup(pipe);
  }
  return (long)length;
}

static int close_end(struct pipe *pipe) {
  wakeup(pipe);
  if (!pipe->can_be_read && !pipe->can_be_written) page_free(pipe);
  return 0;
}

static int close_read_end(struct file *file) {
  file->pipe->can_be_read = false;
  return close_end(file->pipe);
}

static int close_write_end(struct file *file) {
  file->pipe->can_be_written = false;
  return close_end(file->pipe);
}

const struct file_kind pipe_read_end = {.read = read_pipe, .close = close_read_end};
const struct file_kind pipe_write_end = {.write = write_pipe, .close = close_write_end};

// A new pipe with two descriptors, the first for reading. 0, -EMFILE or -ENOMEM.
int pipe_make(struct process *process, int descriptors[2]) {
  int free = 0;
  for (int i = 0; i < NFILES; i++) free += process->files[i] == NULL;
  if (free < 2) return -EMFILE;
  struct pipe *pipe = page_allocate();
  if (pipe == NULL) return -ENOMEM;
  pipe->can_be_read = pipe->can_be_written = true;

  const struct file_kind *ends[] = {&pipe_read_end, &pipe_write_end};
  for (int i = 0; i < 2; i++) {
    struct file *file = file_make(ends[i], "pipe");
    file->pipe = pipe;
    descriptors[i] = descriptor_free(process);
    process->files[descriptors[i]] = file;
  }
  return 0;
}
