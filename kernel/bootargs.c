// bootargs.c - the options chosen at boot: key=value, with spaces between.
#include "kernel.h"

// Copies the value of a key. False if the key is not among the options.
bool bootarg_text(const char *key, char *value, size_t size) {
  size_t length = string_length(key);
  for (const char *at = machine.bootargs; *at != '\0';) {
    while (*at == ' ') at++;
    if (string_starts(at, key) && at[length] == '=') {
      at += length + 1;
      size_t i = 0;
      while (*at != '\0' && *at != ' ' && i + 1 < size) value[i++] = *at++;
      value[i] = '\0';
      return true;
    }
    while (*at != '\0' && *at != ' ') at++;
  }
  return false;
}

// The value of a key as a decimal number.
uint64_t bootarg_number(const char *key, uint64_t otherwise) {
  char text[24];
  if (!bootarg_text(key, text, sizeof text)) return otherwise;
  uint64_t number = 0;
  for (const char *at = text; *at != '\0'; at++) {
    if (*at < '0' || *at > '9') bootarg_refuse(key, text, "a decimal number");
    number = number * 10 + (*at - '0');
  }
  return number;
}

// An option that would be ignored in silence is worse than none.
void bootarg_refuse(const char *key, const char *value, const char *allowed) {
  print("[kernel] boot argument %s=%s: allowed is %s\n", key, value, allowed);
  panic("a boot argument makes no sense");
}

// The kinds of control this kernel knows.
void control_check(void) {
  char control[24];
  if (bootarg_text("control", control, sizeof control) && !string_equal(control, "preemptive"))
    bootarg_refuse("control", control, "preemptive");
}
