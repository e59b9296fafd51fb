// Four thousand functions of their own, each run eight times: code that nothing pays to translate.
#include "bench.h"

#define BODY(n) static u64 __attribute__((noinline)) f##n(u64 x) { \
    x ^= (0x##n + 3) * 0x9e3779b97f4a7c15u; \
    if (x & 0x10) x += x >> 7; else x -= x << 3; \
    return x * (0x##n + 11) + (x >> 9); \
  }
#define F1(n) BODY(n##0) BODY(n##1) BODY(n##2) BODY(n##3) BODY(n##4) BODY(n##5) BODY(n##6) BODY(n##7) \
  BODY(n##8) BODY(n##9) BODY(n##a) BODY(n##b) BODY(n##c) BODY(n##d) BODY(n##e) BODY(n##f)
#define F2(n) F1(n##0) F1(n##1) F1(n##2) F1(n##3) F1(n##4) F1(n##5) F1(n##6) F1(n##7) \
  F1(n##8) F1(n##9) F1(n##a) F1(n##b) F1(n##c) F1(n##d) F1(n##e) F1(n##f)
#define F3(n) F2(n##0) F2(n##1) F2(n##2) F2(n##3) F2(n##4) F2(n##5) F2(n##6) F2(n##7) \
  F2(n##8) F2(n##9) F2(n##a) F2(n##b) F2(n##c) F2(n##d) F2(n##e) F2(n##f)
F3(1)

#define C(n) x = f##n(x);
#define C1(n) C(n##0) C(n##1) C(n##2) C(n##3) C(n##4) C(n##5) C(n##6) C(n##7) \
  C(n##8) C(n##9) C(n##a) C(n##b) C(n##c) C(n##d) C(n##e) C(n##f)
#define C2(n) C1(n##0) C1(n##1) C1(n##2) C1(n##3) C1(n##4) C1(n##5) C1(n##6) C1(n##7) \
  C1(n##8) C1(n##9) C1(n##a) C1(n##b) C1(n##c) C1(n##d) C1(n##e) C1(n##f)
#define C3(n) C2(n##0) C2(n##1) C2(n##2) C2(n##3) C2(n##4) C2(n##5) C2(n##6) C2(n##7) \
  C2(n##8) C2(n##9) C2(n##a) C2(n##b) C2(n##c) C2(n##d) C2(n##e) C2(n##f)

u64 work(void) {
  u64 x = 1;
  for (int round = 0; round < 8; round++) { C3(1) }
  return x;
}
