// policy.c - the policies there are, and the one that was chosen at boot.
#include "policy.h"
#include "kernel.h"

static const struct policy *const policies[] = {&round_robin};

const struct policy *policy = &round_robin;

// policy=NAME; without it, round robin.
void policy_choose(void) {
  char name[32];
  if (!bootarg_text("policy", name, sizeof name)) return;
  for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
    if (!string_equal(name, policies[i]->name)) continue;
    policy = policies[i];
    return;
  }
  bootarg_refuse("policy", name, "rr");
}
