// firmware.h - what the parts of the firmware know of each other, file by file.
//
// The firmware owns machine mode. It starts a kernel in supervisor mode and is then asleep, until the kernel asks for
// something (ecall, CAUSE_CALL_S) or an interrupt of machine mode comes. It never loses the machine again.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "layout.h"
#include "riscv.h"
#include "sbi.h"

// trap.S, trap.c: the registers that a trap found, x1 to x31 at offsets 8 to 248.
struct trap_frame {
  uint64_t zero, ra, sp, gp, tp, t0, t1, t2, s0, s1;
  uint64_t a[8]; // a0 to a7
  uint64_t s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, t3, t4, t5, t6;
};
static_assert(sizeof(struct trap_frame) == 256, "trap.S has the same size");

// What a call answers: a0 and a1.
struct sbi_answer {
  long error;
  long value;
};

static inline struct sbi_answer sbi_error(long error) { return (struct sbi_answer){error, 0}; }
static inline struct sbi_answer sbi_value(long value) { return (struct sbi_answer){SBI_SUCCESS, value}; }

static inline uint64_t this_hart(void) { return csr_read(mhartid); }

// calls.c
void sbi_call(struct trap_frame *frame);

// boot.c: may lower modes have their own timer (Sstc)?
extern bool has_stimecmp;
void boot_hart(uint64_t hart, uint64_t tree, const uint64_t *dynamic_info);
_Noreturn void enter_supervisor(uint64_t entry, uint64_t hart, uint64_t argument);

// console.c
void console_put(char byte);
int console_get(void);
struct sbi_answer console_call(uint64_t function, const uint64_t *a);

// timer.c
void timer_set(uint64_t deadline);
void timer_interrupt(void);

// harts.c
extern bool hart_exists[MOST_HARTS];
struct sbi_answer hart_call(uint64_t function, const uint64_t *a);
_Noreturn void hart_wait(void);
void hart_found(uint64_t hart);

// device_tree.c: calls hart_found() for each CPU in it
void tree_find_harts(const void *tree);

// mail.c: what one hart asks another to do
enum mail_kind { MAIL_INTERRUPT, MAIL_FENCE_I, MAIL_SFENCE, MAIL_SFENCE_ASID, MAIL_KINDS };
struct harts {
  uint64_t mask, base;
};
struct sbi_answer mail_send(enum mail_kind kind, struct harts to, uint64_t start, uint64_t size, uint64_t asid);
void mail_take(void);

// reset.c
struct sbi_answer reset(uint64_t type, uint64_t reason);
_Noreturn void firmware_panic(const char *why);
