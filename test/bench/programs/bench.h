// What every benchmark starts from: a bare machine-mode program at the start of RAM that ends by the finisher.
#pragma once
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long i64;

// The program's work; its result goes to `result`, so that no compiler can leave it out.
u64 work(void);
