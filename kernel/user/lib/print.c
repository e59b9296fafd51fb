// print.c - formatted output. What one call prints is written with one system call, if it fits.
#include <trapframe.h>

// Where formatted bytes go: memory with room for `size`; if it is full, they are written to the
// descriptor, or (-1) only counted.
struct target {
  char *to;
  size_t size, used;
  int descriptor;
  int total;
};

static void flush(struct target *target) {
  if (target->used > 0) write(target->descriptor, target->to, target->used);
  target->used = 0;
}

static void put(struct target *target, char byte) {
  if (target->used == target->size && target->descriptor >= 0) flush(target);
  if (target->used < target->size) target->to[target->used++] = byte;
  target->total++;
}

// What stands between % and the letter.
struct form {
  bool left, zeros;
  int width;
};

static void put_field(struct target *target, struct form form, const char *sign, const char *text, size_t length) {
  int padding = form.width - (int)(length + strlen(sign));
  if (!form.left && !form.zeros)
    for (; padding > 0; padding--) put(target, ' ');
  while (*sign != '\0') put(target, *sign++);
  if (!form.left)
    for (; padding > 0; padding--) put(target, '0');
  for (size_t i = 0; i < length; i++) put(target, text[i]);
  for (; padding > 0; padding--) put(target, ' ');
}

static void put_number(struct target *target, struct form form, const char *sign, uint64_t number, unsigned base,
                       const char *digits) {
  char text[20]; // the largest has 20 digits
  char *at = text + sizeof text;
  do *--at = digits[number % base];
  while ((number /= base) != 0);
  put_field(target, form, sign, at, text + sizeof text - at);
}

static void format_into(struct target *target, const char *at, va_list values) {
  for (; *at != '\0'; at++) {
    if (*at != '%') {
      put(target, *at);
      continue;
    }
    const char *start = at++;
    struct form form = {0};
    for (; *at == '-' || *at == '0'; at++) *(*at == '-' ? &form.left : &form.zeros) = true;
    for (; *at >= '0' && *at <= '9'; at++) form.width = form.width * 10 + *at - '0';
    bool is_long = false;
    for (; *at == 'l' || *at == 'z'; at++) is_long = true;
    if (*at == 'd' || *at == 'i') {
      int64_t number = is_long ? va_arg(values, long) : va_arg(values, int);
      uint64_t magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;
      put_number(target, form, number < 0 ? "-" : "", magnitude, 10, "0123456789");
    } else if (*at == 'u' || *at == 'x' || *at == 'X') {
      uint64_t number = is_long ? va_arg(values, unsigned long) : va_arg(values, unsigned);
      put_number(target, form, "", number, *at == 'u' ? 10 : 16, *at == 'X' ? "0123456789ABCDEF" : "0123456789abcdef");
    } else if (*at == 'p') {
      put_number(target, form, "0x", (uint64_t)va_arg(values, void *), 16, "0123456789abcdef");
    } else if (*at == 'c') {
      char byte = (char)va_arg(values, int);
      form.zeros = false;
      put_field(target, form, "", &byte, 1);
    } else if (*at == 's') {
      const char *text = va_arg(values, const char *);
      if (text == NULL) text = "(null)";
      form.zeros = false;
      put_field(target, form, "", text, strlen(text));
    } else if (*at == '%') {
      put(target, '%');
    } else { // not ours: as it stands
      if (*at == '\0') at--;
      while (start <= at) put(target, *start++);
    }
  }
}

static int print_to(int descriptor, const char *format, va_list values) {
  char buffer[256];
  struct target target = {.to = buffer, .size = sizeof buffer, .descriptor = descriptor};
  format_into(&target, format, values);
  flush(&target);
  return target.total;
}

int printf(const char *format, ...) {
  va_list values;
  va_start(values, format);
  int total = print_to(1, format, values);
  va_end(values);
  return total;
}

int dprintf(int descriptor, const char *format, ...) {
  va_list values;
  va_start(values, format);
  int total = print_to(descriptor, format, values);
  va_end(values);
  return total;
}

// Ends the text with a NUL, if size is not 0. How long it is, or would be if there were room.
int vsnprintf(char *to, size_t size, const char *format, va_list values) {
  struct target target = {.to = to, .size = size == 0 ? 0 : size - 1, .descriptor = -1};
  format_into(&target, format, values);
  if (size > 0) to[target.used] = '\0';
  return target.total;
}

int snprintf(char *to, size_t size, const char *format, ...) {
  va_list values;
  va_start(values, format);
  int total = vsnprintf(to, size, format, values);
  va_end(values);
  return total;
}

int puts(const char *text) { return printf("%s\n", text); }

int putchar(int byte) {
  char c = (char)byte;
  return write(1, &c, 1) == 1 ? (unsigned char)c : -1;
}
