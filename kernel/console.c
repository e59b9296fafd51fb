// console.c - text for the person in front of the machine.
#include <stdarg.h>
#include "kernel.h"

static bool inside_line;

void console_write(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) uart_put(text[i]);
  if (length > 0) inside_line = text[length - 1] != '\n';
}

// What the kernel has to say does not begin in the middle of a program's line.
void print_own_line(void) {
  if (inside_line) console_write("\n", 1);
}

static void print_text(const char *text) { console_write(text, string_length(text)); }

static void print_number(uint64_t number, unsigned base) {
  char digits[20];
  int start = sizeof digits;
  do {
    digits[--start] = "0123456789abcdef"[number % base];
    number /= base;
  } while (number != 0);
  console_write(digits + start, sizeof digits - start);
}

static void print_signed(long number) {
  if (number < 0) print_text("-");
  print_number(number < 0 ? -(uint64_t)number : (uint64_t)number, 10);
}

// %s %d %x %lu %lx: what the kernel's messages need, and no more.
void print(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  for (const char *at = format; *at != '\0'; at++) {
    if (*at != '%') {
      console_write(at, 1);
      continue;
    }
    at++;
    bool is_long = *at == 'l';
    if (is_long) at++;
    if (*at == 's') print_text(va_arg(arguments, const char *));
    else if (*at == 'd') print_signed(va_arg(arguments, int));
    else print_number(is_long ? va_arg(arguments, uint64_t) : va_arg(arguments, unsigned), *at == 'x' ? 16 : 10);
  }
  va_end(arguments);
}
