// sh.c - a shell: reads lines, and runs what they say.
//
//   sh               from descriptor 0; with a prompt where somebody types
//   sh FILE          the lines of a file
//   sh -c "LINE"     one line
//
//   LINE      JOB { ; JOB | & JOB }         ; waits for the job before it, & does not
//   JOB       COMMAND { | COMMAND }         each writes into the next one's descriptor 0
//   COMMAND   WORD... with < FILE, > FILE, >> FILE anywhere
//   WORD      letters, 'as they are', "with spaces", \c; $? is the last status, # begins a comment
//
// The shell itself does cd, exit and wait. All else is a program: here, or in /bin.
#include <trapframe.h>

#define LINE_SIZE 1024
#define MOST_WORDS 64
#define MOST_COMMANDS 8
#define NOT_FOUND 127
#define INTERRUPTED 130
#define KILLED 137 // by another process

struct command {
  char *words[MOST_WORDS + 1]; // NULL at the end
  int count;
  char *input, *output; // files; NULL: as they are
  bool appends;
};

static struct command commands[MOST_COMMANDS];
static int foreground[MOST_COMMANDS]; // pids of the job that is waited for
static int running;                   // how many of them have not ended
static int status;                    // of the last job
static bool is_interactive;

static void complain(const char *what, const char *why) { dprintf(2, "sh: %s: %s\n", what, why); }

// Reading: words are cut out of the line, whose characters they stay in.

enum token { WORD, PIPE, LESS, GREATER, APPEND, SEMICOLON, AMPERSAND, END, WRONG };

static char *at;                  // the rest of the line
static char text[2 * LINE_SIZE]; // of its words
static size_t used;

static bool is_special(char c) { return c == '\0' || strchr(" \t|<>;&#\n", c) != NULL; }

static void add(char c) {
  if (used + 1 < sizeof text) text[used++] = c;
}

// Puts the next word into `text`, without its quotes. WRONG: a quote is not closed.
static enum token next_word(char **word) {
  *word = text + used;
  while (!is_special(*at)) {
    char quote = *at == '\'' || *at == '"' ? *at++ : '\0';
    do {
      if (quote != '\0' && *at == '\0') return WRONG;
      if (quote != '\0' && *at == quote) break;
      if (*at == '\\' && quote != '\'' && at[1] != '\0') at++;
      else if (at[0] == '$' && at[1] == '?' && quote != '\'') {
        char number[16];
        snprintf(number, sizeof number, "%d", status);
        for (char *digit = number; *digit != '\0'; digit++) add(*digit);
        at += 2;
        continue;
      }
      add(*at++);
    } while (quote != '\0');
    if (quote != '\0') at++;
  }
  add('\0');
  return WORD;
}

static enum token next(char **word) {
  while (*at == ' ' || *at == '\t') at++;
  switch (*at) {
  case '\0': case '#': case '\n': return END;
  case '|': at++; return PIPE;
  case ';': at++; return SEMICOLON;
  case '&': at++; return AMPERSAND;
  case '<': at++; return LESS;
  case '>':
    if (*++at != '>') return GREATER;
    at++;
    return APPEND;
  default: return next_word(word);
  }
}

// Reads one job into `commands`: how many commands it has, 0 none, -1 it makes no sense. *ended: by what.
static int read_job(enum token *ended) {
  int count = 0;
  struct command *command = commands;
  memset(command, 0, sizeof *command);
  for (;;) {
    char *word;
    enum token token = next(&word);
    if (token == WORD) {
      if (command->count == MOST_WORDS) return -1;
      command->words[command->count++] = word;
    } else if (token == LESS || token == GREATER || token == APPEND) {
      if (next(&word) != WORD) return -1;
      if (token == LESS) command->input = word;
      else command->output = word;
      command->appends = token == APPEND;
    } else {
      *ended = token;
      if (token == WRONG || (command->count == 0 && (token == PIPE || count > 0 || command->input || command->output)))
        return -1;
      if (command->count > 0) count++;
      if (token != PIPE) return count;
      if (count == MOST_COMMANDS) return -1;
      memset(++command, 0, sizeof *command);
    }
  }
}

// Running.

static const char *reason(int error) {
  switch (error) {
  case -ENOENT: return "not found";
  case -EISDIR: return "it is a directory";
  case -EROFS: return "it can only be read";
  case -ENOTDIR: return "not a directory";
  case -ENOEXEC: return "not a program";
  case -ENOMEM: return "not enough memory";
  case -ENOSPC: return "the disk is full";
  case -EAGAIN: return "too many processes";
  default: return "it does not work";
  }
}

// What stands for descriptor `to` from now on is what `from` stands for.
static void move(int from, int to) {
  if (from == to) return;
  close(to);
  dup(from); // the lowest that is free, which is `to`
  close(from);
}

static void redirect(const char *file, int flags, int descriptor) {
  if (file == NULL) return;
  int opened = open(file, flags);
  if (opened < 0) {
    complain(file, reason(opened));
    exit(1);
  }
  move(opened, descriptor);
}

// In a process of its own: becomes the command.
[[gnu::noreturn]] static void become(struct command *command) {
  redirect(command->input, O_READ, 0);
  redirect(command->output, O_WRITE | O_CREATE | (command->appends ? O_APPEND : O_TRUNCATE), 1);
  int error = exec(command->words[0], command->words);
  complain(command->words[0], reason(error));
  exit(NOT_FOUND);
}

// Waits until the foreground has ended; who else ends meanwhile is taken note of. The status of the
// last command is that of the job. Control-C ends the foreground.
static void wait_for_foreground(int count) {
  bool interrupted = false;
  while (running > 0) {
    int ended_with, pid = wait(&ended_with);
    if (pid == -EINTR) {
      interrupted = true;
      for (int i = 0; i < count; i++)
        if (foreground[i] > 0) kill(foreground[i]);
      continue;
    }
    if (pid < 0) break;
    for (int i = 0; i < count; i++) {
      if (foreground[i] != pid) continue;
      foreground[i] = 0;
      running--;
      if (i == count - 1) status = ended_with < 0 ? KILLED : ended_with;
    }
  }
  if (interrupted) status = INTERRUPTED;
}

// Makes a process for each command, with pipes between them.
static void run_job(int count, bool waits) {
  int input = 0; // of the next command
  running = 0;
  for (int i = 0; i < count; i++) {
    int ends[2] = {0, 1};
    if (i < count - 1 && pipe(ends) != 0) {
      complain("pipe", "no descriptor is left");
      break;
    }
    int pid = fork();
    if (pid == 0) {
      if (i < count - 1) close(ends[0]);
      move(input, 0);
      if (i < count - 1) move(ends[1], 1);
      become(&commands[i]);
    }
    if (pid < 0) complain(commands[i].words[0], reason(pid));
    if (input != 0) close(input);
    if (i < count - 1) close(ends[1]);
    input = ends[0];
    foreground[i] = pid;
    running += pid > 0;
  }
  if (waits) wait_for_foreground(count);
  else if (is_interactive) printf("[%d]\n", foreground[count - 1]);
}

// What only the shell itself can do. False: it is none of that.
static bool do_itself(struct command *command) {
  char **words = command->words;
  if (strcmp(words[0], "cd") == 0) {
    const char *target = command->count > 1 ? words[1] : "/";
    int error = chdir(target);
    if (error != 0) complain(target, reason(error));
    status = error == 0 ? 0 : 1;
  } else if (strcmp(words[0], "exit") == 0) {
    exit(command->count > 1 ? atoi(words[1]) : status);
  } else if (strcmp(words[0], "wait") == 0) {
    int pid;
    while ((pid = wait(NULL)) > 0) continue;
    status = pid == -EINTR ? INTERRUPTED : 0;
  } else {
    return false;
  }
  return true;
}

static void run_line(char *line) {
  at = line;
  used = 0;
  enum token ended;
  do {
    int count = read_job(&ended);
    if (count < 0) {
      complain(line, "this cannot be read");
      status = 2;
      return;
    }
    if (count == 0) continue;
    if (count > 1 || !do_itself(&commands[0])) run_job(count, ended != AMPERSAND);
    if (ended == AMPERSAND) status = 0;
  } while (ended != END);
}

int main(int argc, char **argv) {
  static char line[LINE_SIZE];
  if (argc > 2 && strcmp(argv[1], "-c") == 0) {
    strncpy(line, argv[2], sizeof line - 1);
    run_line(line);
    return status;
  }
  if (argc > 1) redirect(argv[1], O_READ, 0);
  struct status input;
  is_interactive = fstat(0, &input) == 0 && input.kind == KIND_TERMINAL;
  catch_interrupts(true);
  for (;;) {
    if (is_interactive) printf("$ ");
    long error = read_text(0, line, sizeof line);
    if (error == -EINTR) continue; // Control-C: the line is given up
    if (error < 0) return status;
    run_line(line);
  }
}
