// print.c - formatted output. What one call prints is written with one system call, if it fits.
#include <trapframe.h>

// Weak: a program may have its own.
#pragma weak printf
#pragma weak dprintf
#pragma weak vsnprintf
#pragma weak snprintf
#pragma weak puts
#pragma weak putchar

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
  bool left, zeros, alternative; // - 0 #
  char plus;                     // + or a space, + if both: goes before a number that is not negative
  int width;
  int precision; // -1: none
  int size;      // of an integer, in bytes
};

static const char *read_count(int *count, const char *at, va_list *values) {
  *count = 0;
  if (*at == '*') {
    *count = va_arg(*values, int);
    return at + 1;
  }
  for (; *at >= '0' && *at <= '9'; at++) *count = *count * 10 + *at - '0';
  return at;
}

// Reads a form. Where it ends: at the letter.
static const char *read_form(struct form *form, const char *at, va_list *values) {
  *form = (struct form){.precision = -1, .size = sizeof(int)};
  for (;; at++) {
    if (*at == '-') form->left = true;
    else if (*at == '0') form->zeros = true;
    else if (*at == '#') form->alternative = true;
    else if (*at == '+' || *at == ' ') form->plus = form->plus == '+' ? '+' : *at;
    else break;
  }
  at = read_count(&form->width, at, values);
  if (form->width < 0) {
    form->left = true;
    form->width = -form->width;
  }
  if (*at == '.') at = read_count(&form->precision, at + 1, values);
  for (; *at == 'h' && form->size > 1; at++) form->size /= 2;
  for (; *at == 'l' || *at == 'z' || *at == 'j' || *at == 't'; at++) form->size = sizeof(long);
  return at;
}

static void put_many(struct target *target, char byte, int count) {
  for (; count > 0; count--) put(target, byte);
}

static void put_field(struct target *target, const struct form *form, const char *sign, int zeros, const char *text,
                      size_t length) {
  int padding = form->width - (int)(strlen(sign) + length) - (zeros > 0 ? zeros : 0);
  if (!form->left) put_many(target, ' ', padding);
  while (*sign != '\0') put(target, *sign++);
  put_many(target, '0', zeros);
  for (size_t i = 0; i < length; i++) put(target, text[i]);
  if (form->left) put_many(target, ' ', padding);
}

static void put_digits(struct target *target, const struct form *form, const char *sign, uint64_t number,
                       unsigned base, const char *digits) {
  char text[22]; // the largest has so many digits to base 8
  char *const end = text + sizeof text, *at = end;
  for (; number != 0; number /= base) *--at = digits[number % base];
  int length = (int)(end - at);
  int least = form->precision >= 0 ? form->precision : 1;
  if (form->precision < 0 && form->zeros && !form->left) least = form->width - (int)strlen(sign);
  if (base == 8 && form->alternative && least <= length) least = length + 1;
  if (form->precision < 0 && least < 1) least = 1;
  put_field(target, form, sign, least - length, at, length);
}

// An integer among the values, as wide as its size says.
static int64_t next_integer(const struct form *form, va_list *values, bool is_signed) {
  uint64_t value = form->size == sizeof(long) ? va_arg(*values, unsigned long) : va_arg(*values, unsigned);
  int unused = 64 - 8 * form->size;
  return is_signed ? (int64_t)(value << unused) >> unused : (int64_t)(value << unused >> unused);
}

static void put_signed(struct target *target, const struct form *form, va_list *values) {
  int64_t number = next_integer(form, values, true);
  const char sign[2] = {number < 0 ? '-' : form->plus};
  put_digits(target, form, sign, number < 0 ? -(uint64_t)number : (uint64_t)number, 10, "0123456789");
}

static void put_unsigned(struct target *target, const struct form *form, va_list *values, char letter) {
  uint64_t number = next_integer(form, values, false);
  const char sign[3] = {'0', letter};
  bool has_sign = form->alternative && number != 0 && (letter == 'x' || letter == 'X');
  put_digits(target, form, has_sign ? sign : "", number, letter == 'u' ? 10 : letter == 'o' ? 8 : 16,
             letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef");
}

static void put_text(struct target *target, const struct form *form, const char *text) {
  if (text == NULL) text = "(null)";
  put_field(target, form, "", 0, text, form->precision < 0 ? strlen(text) : strnlen(text, form->precision));
}

// One value, by the letter that says what it is. False: there is no such letter.
static bool put_value(struct target *target, const struct form *form, char letter, va_list *values) {
  switch (letter) {
  case 'd':
  case 'i': put_signed(target, form, values); return true;
  case 'u':
  case 'o':
  case 'x':
  case 'X': put_unsigned(target, form, values, letter); return true;
  case 'p': put_digits(target, form, "0x", (uint64_t)va_arg(*values, void *), 16, "0123456789abcdef"); return true;
  case 'c': put_field(target, form, "", 0, &(char){(char)va_arg(*values, int)}, 1); return true;
  case 's': put_text(target, form, va_arg(*values, const char *)); return true;
  case '%': put(target, '%'); return true;
  default: return false;
  }
}

static void format_into(struct target *target, const char *at, va_list *values) {
  for (; *at != '\0'; at++) {
    if (*at != '%') {
      put(target, *at);
      continue;
    }
    const char *start = at;
    struct form form;
    at = read_form(&form, at + 1, values);
    if (put_value(target, &form, *at, values)) continue;
    if (*at == '\0') at--;
    while (start <= at) put(target, *start++); // as it stands
  }
}

static int print_to(int descriptor, const char *format, va_list values) {
  char buffer[256];
  struct target target = {.to = buffer, .size = sizeof buffer, .descriptor = descriptor};
  format_into(&target, format, &values);
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
  format_into(&target, format, &values);
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
