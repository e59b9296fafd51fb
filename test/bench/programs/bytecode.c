// An interpreter of a small stack machine, running a program that counts Collatz steps.
#include "bench.h"

enum { PUSH, LOAD, STORE, ADD, MUL, HALF, ODD, LESS, JUMP, BRANCH, HALT };
enum { n, x, steps };

static const int program[] = {
    PUSH, 1, STORE, n,                                                       // 0
    LOAD, n, STORE, x,                                                       // 4: next n
    LOAD, x, PUSH, 2, LESS, BRANCH, 45,                                      // 8: x < 2?
    LOAD, steps, PUSH, 1, ADD, STORE, steps,                                 // 15
    LOAD, x, ODD, BRANCH, 34,                                                // 22
    LOAD, x, HALF, STORE, x, JUMP, 8,                                        // 27
    LOAD, x, PUSH, 3, MUL, PUSH, 1, ADD, STORE, x,                           // 34
    JUMP, 8 - 0,                                                             // 44: overwritten below
};

u64 work(void) {
  // 45: n = n + 1; until n reaches the limit
  static int code[64];
  for (u64 i = 0; i < sizeof program / sizeof *program - 2; i++) code[i] = program[i];
  int at = 44;
  code[14] = 46;
  code[at++] = JUMP, code[at++] = 8;
  const int tail[] = {LOAD, n, PUSH, 1, ADD, STORE, n, LOAD, n, PUSH, 80000, LESS, BRANCH, 4, HALT};
  for (u64 i = 0; i < sizeof tail / sizeof *tail; i++) code[at++] = tail[i];

  u64 stack[16], variables[3] = {0};
  u64 *sp = stack;
  for (const int *pc = code;;) {
    switch (*pc++) {
      case PUSH: *sp++ = (u64)*pc++; break;
      case LOAD: *sp++ = variables[*pc++]; break;
      case STORE: variables[*pc++] = *--sp; break;
      case ADD: sp--, sp[-1] += *sp; break;
      case MUL: sp--, sp[-1] *= *sp; break;
      case HALF: sp[-1] >>= 1; break;
      case ODD: sp[-1] &= 1; break;
      case LESS: sp--, sp[-1] = sp[-1] < *sp; break;
      case JUMP: pc = code + *pc; break;
      case BRANCH: pc = *--sp ? code + *pc : pc + 1; break;
      case HALT: return variables[steps];
    }
  }
}
