// Calls and returns: Fibonacci numbers, the slow way.
#include "bench.h"
static u64 __attribute__((noinline)) fibonacci(u64 n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
u64 work(void) { return fibonacci(38); }
