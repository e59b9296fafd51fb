// soak WORKERS ROUNDS SEED: forks, pipes and files, all at once and again and again. Says "all right" when everything
// came out as it must.
#include <trapframe.h>

static unsigned long state;

static unsigned below(unsigned limit) {
  state = state * 6364136223846793005 + 1442695040888963407;
  return (unsigned)(state >> 33) % limit;
}

static void fail(const char *what, int number) {
  printf("soak: pid %d: %s (%d)\n", getpid(), what, number);
  exit(1);
}

static int ended_with(void) {
  int status = -1;
  return wait(&status) < 0 ? -2 : status;
}

// A child writes numbers into a pipe, the parent adds them up.
static void through_pipe(int count) {
  int ends[2];
  if (pipe(ends) != 0) fail("pipe", 0);
  int child = fork();
  if (child < 0) fail("fork", child);
  if (child == 0) {
    close(ends[0]);
    for (int i = 1; i <= count; i++)
      if (write(ends[1], &i, sizeof i) != sizeof i) exit(1);
    exit(count % 100);
  }
  close(ends[1]);
  long sum = 0;
  for (int number; read(ends[0], &number, sizeof number) == sizeof number;) sum += number;
  close(ends[0]);
  if (sum != (long)count * (count + 1) / 2) fail("the sum of a pipe", (int)sum);
  int status = ended_with();
  if (status != count % 100) fail("a child's status", status);
}

// A file of this process: written, read by a child over its own descriptor, removed.
static void through_file(int size) {
  char name[16], block[512], again[512];
  snprintf(name, sizeof name, "file-%d", getpid());
  int file = open(name, O_CREATE | O_READ | O_WRITE | O_TRUNCATE);
  if (file < 0) fail("open", file);
  for (int at = 0; at < size; at += sizeof block) {
    for (unsigned i = 0; i < sizeof block; i++) block[i] = (char)(at / 512 + i * getpid());
    if (write(file, block, sizeof block) != sizeof block) fail("write", at);
  }
  int writer = getpid();
  if (fork() == 0) {
    int mine = open(name, O_READ);
    for (int at = 0; at < size; at += sizeof again) {
      if (read(mine, again, sizeof again) != sizeof again) exit(1);
      for (unsigned i = 0; i < sizeof again; i++)
        if (again[i] != (char)(at / 512 + i * writer)) exit(2);
    }
    exit(read(mine, again, 1) == 0 ? 9 : 3);
  }
  int status = ended_with();
  if (status != 9) fail("a reader of a file", status);
  if (close(file) != 0 || unlink(name) != 0) fail("close and unlink", 0);
}

// Children that each have memory, and whom nobody waits for in order.
static void family(int count) {
  for (int i = 0; i < count; i++) {
    if (fork() != 0) continue;
    char *memory = sbrk(20000);
    for (int at = 0; at < 20000; at += 100) memory[at] = (char)i;
    if (below(2)) sleep(1);
    for (int at = 0; at < 20000; at += 100)
      if (memory[at] != (char)i) exit(100);
    exit(i);
  }
  int sum = 0;
  for (int i = 0; i < count; i++) sum += ended_with();
  if (sum != count * (count - 1) / 2) fail("the children's statuses", sum);
}

static void work(int rounds) {
  while (rounds-- > 0) {
    switch (below(3)) {
    case 0: through_pipe(1 + below(400)); break;
    case 1: through_file(512 * (1 + below(12))); break;
    default: family(1 + below(4));
    }
  }
  exit(0);
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  int workers = atoi(argv[1]);
  for (int i = 0; i < workers; i++) {
    state = (unsigned long)atoi(argv[3]) * 977 + i;
    if (fork() == 0) work(atoi(argv[2]));
  }
  for (int i = 0; i < workers; i++) {
    int status = ended_with();
    if (status != 0) fail("a worker ended with", status);
  }
  printf("soak: all right\n");
  return 0;
}
