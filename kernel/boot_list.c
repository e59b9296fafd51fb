// boot_list.c - the programs to begin with, two files of the initrd that the boot has put there.
//
// etc/programs: for each process, in order (pid 1, 2, ...), the path of its program, the number
// of its arguments, and those, each text ending in a NUL:
//
//   bin/hello\0 2\0 hello\0 world\0 bin/job\0 2\0 job\0 10\0
//
// etc/jobs, if there is one: for each process a line of key=value, with spaces between. All
// keys may be left out:
//
//   arrival=T     it becomes ready at tick T (0); it is loaded, and NEW, from the beginning
//   estimate=T    ticks it is thought to need (policies sjf and stcf; unknown: more than all others)
//   tickets=N     its share (policies lottery and stride; 1)
//   priority=N    0, the highest, to 7 (policy mlfq; 0)
#include "kernel.h"

static const char *at, *end;       // the rest of etc/programs
static const char *job, *jobs_end; // the rest of etc/jobs

void boot_list_open(void) {
  size_t size;
  at = (const char *)initrd_content("etc/programs", &size);
  if (at == NULL) panic("no etc/programs in the initrd: nothing to run");
  end = at + size;
  job = (const char *)initrd_content("etc/jobs", &size);
  jobs_end = job == NULL ? NULL : job + size;
}

// The text that begins at `at`, which then stands after its NUL.
static const char *next_text(void) {
  const char *text = at;
  while (at < end && *at != '\0') at++;
  if (at == end) panic("etc/programs: the list is cut off");
  at++;
  return text;
}

static const char *next_program(struct arguments *arguments) {
  const char *path = next_text();
  uint64_t count;
  if (!number_read(next_text(), &count) || count > MAX_ARGUMENTS)
    panic("etc/programs: the number of arguments makes no sense");
  arguments->count = (int)count;
  for (int i = 0; i < arguments->count; i++) arguments->texts[i] = next_text();
  return path;
}

static struct job next_job(void) {
  char line[128];
  size_t length = 0;
  for (; job < jobs_end && *job != '\n'; job++)
    if (length + 1 < sizeof line) line[length++] = *job;
  line[length] = '\0';
  job++; // past the end of the line
  return (struct job){
      .arrival = option_number(line, "arrival", 0, 0),
      .estimate = option_number(line, "estimate", 0, ESTIMATE_UNKNOWN),
      .tickets = (int)option_number(line, "tickets", 1, 1),
      .priority = (int)option_number(line, "priority", 0, 0),
  };
}

// Makes the process of the next program. False: that was all.
bool boot_list_next(void) {
  if (at == end) return false;
  struct arguments arguments;
  const char *path = next_program(&arguments);
  struct job job = next_job();
  int pid = process_spawn(NULL, path, &arguments, &job);
  if (pid < 0) {
    print("[kernel] %s cannot be loaded: %s\n", path, error_words(-pid));
    panic("a program to start with cannot be loaded");
  }
  return true;
}
