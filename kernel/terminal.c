// terminal.c - the console as a file: what is typed, collected to lines that can be corrected
// until Enter; and what programs write.
//
//   buffer:   taken ............ finished ............ edited        (counts of bytes, from the
//             | lines for readers | the line being typed |            start; modulo BUFFER_SIZE)
#include "file.h"
#include "kernel.h"

#define BUFFER_SIZE 256
#define CONTROL(letter) ((letter) - '@')
#define INTERRUPT CONTROL('C')
#define END_OF_FILE CONTROL('D')
#define ERASE_LINE CONTROL('U')
#define BACKSPACE CONTROL('H')
#define DELETE 0x7f

static char buffer[BUFFER_SIZE];
static uint64_t taken, finished, edited;
static bool ended; // there is an end of file for a reader: nothing is received until it is taken
static bool echo;

// echo=0: what is typed is not shown, for input that nobody types.
void terminal_initialize(void) { echo = bootarg_number("echo", 1) != 0; }

static bool is_control(uint8_t byte) { return byte < ' ' && byte != '\t' && byte != '\n'; }

// What is typed, as it can be erased again: a control character is ^ and a letter (an arrow key would move the
// cursor), and a Tab one column wide.
static void show(uint8_t byte) {
  if (is_control(byte)) console_write((char[]){'^', (char)(byte + '@')}, 2);
  else console_write(&(char){byte == '\t' ? ' ' : (char)byte}, 1);
}

// The last character. Beyond ASCII it has several bytes (UTF-8), of which all but the first are 10xxxxxx.
static void erase_one(void) {
  uint8_t byte;
  do byte = (uint8_t)buffer[--edited % BUFFER_SIZE];
  while ((byte & 0xc0) == 0x80 && edited > finished);
  if (!echo) return;
  if (is_control(byte)) console_write("\b \b", 3);
  console_write("\b \b", 3);
}

static void finish_line(void) {
  finished = edited;
  wakeup(buffer);
}

// Control-C is for whoever asked for it (interrupts): what is being typed is given up, and a wait for
// input or for a child ends. False: nobody did, and it is a character like others.
static bool interrupt(void) {
  bool heard = false;
  for (struct process *process = process_table; process < process_table + NPROC; process++) {
    if (process->state == UNUSED || process->state == ZOMBIE || !process->interruptible) continue;
    heard = process->interrupted = true;
    bool waits = process->channel == process || process->channel == buffer;
    if (process->state == BLOCKED && waits) wake(process);
  }
  if (!heard) return false;
  edited = finished;
  if (echo) console_write("^C\n", 3);
  return true;
}

bool terminal_echoes(void) { return echo; }

// Reads what has arrived, as long as there is room for it: the rest waits in the UART. Control-D
// ends a line as Enter does, but no reader gets to see it; on a line of its own that is nothing,
// which is the end of the file.
void terminal_receive(void) {
  while (edited - taken < BUFFER_SIZE && !ended) {
    int byte = uart_get();
    if (byte < 0) break;
    if (byte == '\r') byte = '\n';
    if (byte == BACKSPACE || byte == DELETE) {
      if (edited > finished) erase_one();
      continue;
    }
    if (byte == ERASE_LINE) {
      while (edited > finished) erase_one();
      continue;
    }
    if (byte == INTERRUPT && interrupt()) continue;
    if (byte == END_OF_FILE) ended = edited == finished;
    else if (echo) show((uint8_t)byte);
    buffer[edited++ % BUFFER_SIZE] = (char)byte;
    if (byte == '\n' || byte == END_OF_FILE) finish_line();
  }
  bool full = edited - taken == BUFFER_SIZE;
  if (full) finish_line(); // a line that long comes in pieces
  uart_receive_interrupts(!full && !ended);
}

// Before the kernel waits because nobody can run. When all wait for each other, and nobody for
// input, there is nothing left that input could change: the machine is told, and knows that it is stuck.
void terminal_before_idle(void) {
  if (sleepers > 0 || disk_is_busy()) return;
  for (struct process *process = process_table; process < process_table + NPROC; process++)
    if (process->state == READY || process->state == RUNNING || process->channel == buffer) return;
  uart_receive_interrupts(false);
}

// A line, or what fits of it; nothing at the end of the file.
static long read_terminal(struct file *file, uint64_t address, uint64_t length) {
  while (taken == finished)
    if (process_was_interrupted() || !block_on(buffer, "input")) return -EINTR;

  uint64_t done = 0;
  for (bool end = false; !end && taken < finished; taken++) {
    char byte = buffer[taken % BUFFER_SIZE];
    end = byte == '\n' || byte == END_OF_FILE;
    if (byte == END_OF_FILE) {
      if (done == 0) ended = false; // and the next read waits again
      continue;
    }
    if (done == length) break;
    copy_to_user(current_process()->page_table, address + done++, &byte, 1);
  }
  terminal_receive(); // there may be room again
  file->offset += done;
  return (long)done;
}

// All or nothing, and nobody's output gets in between.
static long write_terminal(struct file *file, uint64_t address, uint64_t length) {
  char part[256];
  for (uint64_t done = 0; done < length;) {
    size_t size = length - done < sizeof part ? length - done : sizeof part;
    copy_from_user(current_process()->page_table, part, address + done, size);
    console_write(part, size);
    done += size;
  }
  file->offset += length;
  return (long)length;
}

const struct file_kind console_file = {.read = read_terminal, .write = write_terminal};
