// policy.c - the policies there are, and the one that was chosen at boot.
#include "policy.h"
#include "kernel.h"

static const struct policy *const policies[] = {
    &rr, &fifo, &sjf, &stcf, &mlfq, &lottery, &stride, &own,
};
#define POLICIES (sizeof policies / sizeof policies[0])

const struct policy *policy = &rr;

[[gnu::noreturn]] static void refuse_name(const char *name) {
  print("[kernel] boot argument policy=%s: allowed are", name);
  for (size_t i = 0; i < POLICIES; i++) print(" %s", policies[i]->name);
  print("\n");
  panic("there is no such policy");
}

[[gnu::noreturn]] static void refuse_parameter(const char *text) {
  print("[kernel] boot argument policy=%s: %s: allowed are", policy->name, text);
  const struct policy_parameter *parameter = policy->parameters;
  if (parameter == NULL) print(" none");
  for (; parameter != NULL && parameter->name != NULL; parameter++)
    print(" %s=%lu to %lu", parameter->name, parameter->least, parameter->most == 0 ? ~0UL : parameter->most);
  print("\n");
  panic("there is no such policy parameter");
}

// name=N
static void set_parameter(char *text) {
  const struct policy_parameter *parameter = policy->parameters;
  for (; parameter != NULL && parameter->name != NULL; parameter++) {
    size_t length = string_length(parameter->name);
    uint64_t number;
    if (!string_starts(text, parameter->name) || text[length] != '=') continue;
    if (!number_read(text + length + 1, &number) || number < parameter->least) break;
    if (parameter->most != 0 && number > parameter->most) break;
    *parameter->value = number;
    return;
  }
  refuse_parameter(text);
}

// Ends the text at the first of these characters. What follows it, or NULL if it is not there.
static char *cut(char *text, char at) {
  while (*text != '\0' && *text != at) text++;
  if (*text == '\0') return NULL;
  *text = '\0';
  return text + 1;
}

void policy_choose(void) {
  char name[128];
  if (!bootarg_text("policy", name, sizeof name)) return;
  char *parameter = cut(name, ':');
  size_t i = 0;
  while (i < POLICIES && !string_equal(name, policies[i]->name)) i++;
  if (i == POLICIES) refuse_name(name);
  policy = policies[i];
  while (parameter != NULL) {
    char *next = cut(parameter, ',');
    set_parameter(parameter);
    parameter = next;
  }
}
