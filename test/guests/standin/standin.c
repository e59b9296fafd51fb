// A small kernel of our own that does to the board what teaching kernels do: it stands in for those that are not ours to commit.
// OLD_TIMER: the timer of the CLINT, through a handler in machine mode, and a console with a buffer, whose interrupts nobody
// acknowledges. Else Sstc, and a console that sends each byte when the interrupt for the one before has come.

typedef unsigned long u64;
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

#define REG(type, address) (*(volatile type *)(address))
#define CSR_READ(name) ({ u64 value_; __asm__ volatile("csrr %0, " #name : "=r"(value_)); value_; })
#define CSR_WRITE(name, value) __asm__ volatile("csrw " #name ", %0" : : "r"((u64)(value)))
#define CSR_SET(name, bits) __asm__ volatile("csrs " #name ", %0" : : "r"((u64)(bits)))
#define CSR_CLEAR(name, bits) __asm__ volatile("csrc " #name ", %0" : : "r"((u64)(bits)))

enum { MOST_HARTS = 8, PAGE = 4096, INTERVAL = 50000 };

#define FINISHER 0x100000ul
#define CLINT 0x2000000ul
#define MTIMECMP(hart) (CLINT + 0x4000 + 8 * (hart))
#define MTIME (CLINT + 0xbff8)
#define PLIC 0xc000000ul
#define UART 0x10000000ul
#define DISK 0x10001000ul
#define RAM 0x80000000ul
enum { DISK_SOURCE = 1, UART_SOURCE = 10 };

enum { SIE = 1 << 1, SOFTWARE = 1 << 1, TIMER = 1 << 5, EXTERNAL = 1 << 9 };

__attribute__((aligned(16))) u8 stacks[MOST_HARTS][PAGE];
static volatile u32 started;
static volatile u64 ticks;
static volatile u64 counts[MOST_HARTS];
static volatile u64 counting;

void start(void);
static void supervisor_main(void);
void kernel_trap(void);

__asm__(".section .text.start, \"ax\"\n"
        ".globl _start\n"
        "_start: la sp, stacks\n"
        "  csrr a0, mhartid\n"
        "  mv tp, a0\n"
        "  addi a0, a0, 1\n"
        "  slli a0, a0, 12\n"
        "  add sp, sp, a0\n"
        "  call start\n"
        ".text\n"
        ".balign 4\n"
        ".globl kernel_vector\n"
        "kernel_vector: addi sp, sp, -256\n"
        "  sd ra, 0(sp)\n  sd t0, 8(sp)\n  sd t1, 16(sp)\n  sd t2, 24(sp)\n  sd a0, 32(sp)\n  sd a1, 40(sp)\n"
        "  sd a2, 48(sp)\n  sd a3, 56(sp)\n  sd a4, 64(sp)\n  sd a5, 72(sp)\n  sd a6, 80(sp)\n  sd a7, 88(sp)\n"
        "  sd t3, 96(sp)\n  sd t4, 104(sp)\n  sd t5, 112(sp)\n  sd t6, 120(sp)\n"
        "  call kernel_trap\n"
        "  ld ra, 0(sp)\n  ld t0, 8(sp)\n  ld t1, 16(sp)\n  ld t2, 24(sp)\n  ld a0, 32(sp)\n  ld a1, 40(sp)\n"
        "  ld a2, 48(sp)\n  ld a3, 56(sp)\n  ld a4, 64(sp)\n  ld a5, 72(sp)\n  ld a6, 80(sp)\n  ld a7, 88(sp)\n"
        "  ld t3, 96(sp)\n  ld t4, 104(sp)\n  ld t5, 112(sp)\n  ld t6, 120(sp)\n"
        "  addi sp, sp, 256\n"
        "  sret\n"
        // mscratch: room for three registers, the address of mtimecmp, the interval.
        ".balign 4\n"
        ".globl machine_timer\n"
        "machine_timer: csrrw a0, mscratch, a0\n"
        "  sd a1, 0(a0)\n  sd a2, 8(a0)\n  sd a3, 16(a0)\n"
        "  ld a1, 24(a0)\n  ld a2, 32(a0)\n  ld a3, 0(a1)\n  add a3, a3, a2\n  sd a3, 0(a1)\n"
        "  li a1, 2\n  csrw sip, a1\n"
        "  ld a3, 16(a0)\n  ld a2, 8(a0)\n  ld a1, 0(a0)\n"
        "  csrrw a0, mscratch, a0\n"
        "  mret\n");
void kernel_vector(void);
void machine_timer(void);

static inline u64 hart(void) {
  u64 id;
  __asm__ volatile("mv %0, tp" : "=r"(id));
  return id;
}

static u64 timer_scratch[MOST_HARTS][5];

// Machine mode: hands nearly everything to supervisor mode, and goes there.
void start(void) {
  u64 status = CSR_READ(mstatus);
  CSR_WRITE(mstatus, (status & ~(3ul << 11)) | (1ul << 11));
  CSR_WRITE(mepc, supervisor_main);
  CSR_WRITE(satp, 0);
  CSR_WRITE(medeleg, 0xffff);
  CSR_WRITE(mideleg, 0xffff);
  CSR_WRITE(sie, CSR_READ(sie) | EXTERNAL | TIMER | SOFTWARE);
  CSR_WRITE(pmpaddr0, 0x3fffffffffffffull);
  CSR_WRITE(pmpcfg0, 0xf);
  u64 id = CSR_READ(mhartid);
#ifdef OLD_TIMER
  REG(u64, MTIMECMP(id)) = REG(u64, MTIME) + INTERVAL;
  timer_scratch[id][3] = MTIMECMP(id);
  timer_scratch[id][4] = INTERVAL;
  CSR_WRITE(mscratch, timer_scratch[id]);
  CSR_WRITE(mtvec, machine_timer);
  CSR_WRITE(mstatus, CSR_READ(mstatus) | (1 << 3));
  CSR_WRITE(mie, CSR_READ(mie) | (1 << 7));
#else
  CSR_WRITE(mie, CSR_READ(mie) | TIMER);
  CSR_WRITE(0x30a, CSR_READ(0x30a) | (1ul << 63)); // menvcfg.STCE
  CSR_WRITE(mcounteren, CSR_READ(mcounteren) | 2);
  CSR_WRITE(0x14d, CSR_READ(time) + INTERVAL); // stimecmp
#endif
  __asm__ volatile("mret");
}

// ---- Page tables: an identity map of 4 KiB pages; A and D are left to the hardware.

enum { V = 1, R = 2, W = 4, X = 8 };
__attribute__((aligned(4096))) static u64 tables[16][512];
static int used_tables = 1;

static void map(u64 address, u64 size, u64 rights) {
  for (u64 at = address; at < address + size; at += PAGE) {
    u64 *table = tables[0];
    for (int level = 2; level > 0; level--) {
      u64 *entry = &table[(at >> (12 + 9 * level)) & 511];
      if (!(*entry & V)) *entry = ((u64)tables[used_tables++] >> 12 << 10) | V;
      table = (u64 *)(*entry >> 10 << 12);
    }
    table[(at >> 12) & 511] = (at >> 12 << 10) | rights | V;
  }
}

static void make_page_tables(void) {
  map(UART, PAGE, R | W);
  map(DISK, PAGE, R | W);
  map(PLIC, 0x400000, R | W);
  map(FINISHER, PAGE, R | W);
  map(RAM, 0x200000, R | W | X);
}

static void use_page_tables(void) {
  __asm__ volatile("sfence.vma zero, zero");
  CSR_WRITE(satp, (8ul << 60) | ((u64)tables[0] >> 12));
  __asm__ volatile("sfence.vma zero, zero");
}

// ---- Locks

typedef struct { volatile int held; } Lock;

static u64 acquire(Lock *lock) {
  u64 before = CSR_READ(sstatus) & SIE;
  CSR_CLEAR(sstatus, SIE);
  while (__sync_lock_test_and_set(&lock->held, 1) != 0) {}
  __sync_synchronize();
  return before;
}
static void release(Lock *lock, u64 before) {
  __sync_synchronize();
  __sync_lock_release(&lock->held);
  CSR_SET(sstatus, before);
}

// ---- Console: transmit by interrupts, receive by interrupts.

enum { THR = 0, RHR = 0, IER = 1, FCR = 2, ISR = 2, LCR = 3, LSR = 5 };
static Lock uart_lock;
static volatile char out[32], in[128];
static volatile u64 out_written, out_read, in_written, in_read;
static volatile u64 transmit_interrupts;

static void uart_start(void) {
  while (out_read < out_written && (REG(u8, UART + LSR) & (1 << 5)))
    REG(u8, UART + THR) = out[out_read++ % sizeof(out)];
}

#ifdef OLD_TIMER
static void put(char c) {
  u64 before = acquire(&uart_lock);
  while (out_written == out_read + sizeof(out)) {
    release(&uart_lock, before);
    before = acquire(&uart_lock);
  }
  out[out_written++ % sizeof(out)] = c;
  uart_start();
  release(&uart_lock, before);
}
#else
static volatile int transmitting;

static void put(char c) {
  if (CSR_READ(sstatus) & SIE) {
    while (transmitting) __asm__ volatile("wfi");
    u64 before = acquire(&uart_lock);
    transmitting = 1;
    REG(u8, UART + THR) = c;
    release(&uart_lock, before);
  } else {
    // Before there are interrupts.
    while (!(REG(u8, UART + LSR) & (1 << 5))) {}
    REG(u8, UART + THR) = c;
  }
}
#endif
static void print(const char *text) {
  while (*text) put(*text++);
}
static void print_hex(u64 value) {
  print("0x");
  for (int shift = 60; shift >= 0; shift -= 4) {
    if (shift == 0 || value >> shift) put("0123456789abcdef"[(value >> shift) & 15]);
  }
}

static void uart_interrupt(void) {
#ifndef OLD_TIMER
  (void)REG(u8, UART + ISR); // acknowledges
  if (REG(u8, UART + LSR) & (1 << 5)) transmitting = 0;
#endif
  transmit_interrupts++;
  while (REG(u8, UART + LSR) & 1) {
    char c = REG(u8, UART + RHR);
    if (in_written - in_read < sizeof(in)) in[in_written++ % sizeof(in)] = c;
  }
  u64 before = acquire(&uart_lock);
  uart_start();
  release(&uart_lock, before);
}

static void make_console(void) {
  REG(u8, UART + IER) = 0;
  REG(u8, UART + LCR) = 0x80;
  REG(u8, UART + 0) = 3;
  REG(u8, UART + 1) = 0;
  REG(u8, UART + LCR) = 3;
  REG(u8, UART + FCR) = 1 | 6;
  REG(u8, UART + IER) = 1 | 2;
}

// ---- Disk: virtio-mmio version 2, a queue of eight, three descriptors a request, completion by interrupt.

enum { QUEUE = 8 };
typedef struct { u64 address; u32 length; u16 flags, next; } Descriptor;
__attribute__((aligned(4096))) static Descriptor descriptors[QUEUE];
__attribute__((aligned(4096))) static struct { u16 flags, index, ring[QUEUE], unused; } available;
__attribute__((aligned(4096))) static volatile struct {
  u16 flags, index;
  struct { u32 id, length; } ring[QUEUE];
} used;
static struct { u32 type, reserved; u64 sector; } request;
static volatile u8 disk_status;
static volatile int disk_busy;
static u16 used_seen;
static u8 sector[1024];

static void panic(const char *why) {
  print("panic: ");
  print(why);
  print("\n");
  for (;;) {}
}

static void make_disk(void) {
  if (REG(u32, DISK) != 0x74726976 || REG(u32, DISK + 4) != 2 || REG(u32, DISK + 8) != 2 ||
      REG(u32, DISK + 0xc) != 0x554d4551)
    panic("could not find virtio disk");
  u32 status = 0;
  REG(u32, DISK + 0x70) = status;
  REG(u32, DISK + 0x70) = status |= 1;
  REG(u32, DISK + 0x70) = status |= 2;
  u32 features = REG(u32, DISK + 0x10);
  features &= ~(1u << 5 | 1u << 7 | 1u << 11 | 1u << 12 | 1u << 27 | 1u << 28 | 1u << 29);
  REG(u32, DISK + 0x20) = features;
  REG(u32, DISK + 0x70) = status |= 8;
  if (!(REG(u32, DISK + 0x70) & 8)) panic("virtio disk FEATURES_OK unset");
  REG(u32, DISK + 0x30) = 0;
  if (REG(u32, DISK + 0x44)) panic("virtio disk should not be ready");
  u32 most = REG(u32, DISK + 0x34);
  if (most < QUEUE) panic("virtio disk max queue too short");
  REG(u32, DISK + 0x38) = QUEUE;
  REG(u32, DISK + 0x80) = (u64)descriptors;
  REG(u32, DISK + 0x84) = (u64)descriptors >> 32;
  REG(u32, DISK + 0x90) = (u64)&available;
  REG(u32, DISK + 0x94) = (u64)&available >> 32;
  REG(u32, DISK + 0xa0) = (u64)&used;
  REG(u32, DISK + 0xa4) = (u64)&used >> 32;
  REG(u32, DISK + 0x44) = 1;
  REG(u32, DISK + 0x70) = status |= 4;
}

static void disk_interrupt(void) {
  REG(u32, DISK + 0x64) = REG(u32, DISK + 0x60) & 3;
  __sync_synchronize();
  while (used_seen != used.index) {
    __sync_synchronize();
    if (disk_status != 0) panic("virtio_disk_intr status");
    disk_busy = 0;
    used_seen++;
  }
}

static void disk_access(u64 number, int write) {
  request.type = write;
  request.sector = number * 2;
  descriptors[0] = (Descriptor){ (u64)&request, sizeof(request), 1, 1 };
  descriptors[1] = (Descriptor){ (u64)sector, sizeof(sector), write ? 1 : 1 | 2, 2 };
  disk_status = 0xff;
  descriptors[2] = (Descriptor){ (u64)&disk_status, 1, 2, 0 };
  disk_busy = 1;
  available.ring[available.index % QUEUE] = 0;
  __sync_synchronize();
  available.index += 1;
  __sync_synchronize();
  REG(u32, DISK + 0x50) = 0;
  while (disk_busy) __asm__ volatile("wfi");
}

// ---- Traps

static void make_plic(void) {
  REG(u32, PLIC + 4 * UART_SOURCE) = 1;
  REG(u32, PLIC + 4 * DISK_SOURCE) = 1;
}
static void make_plic_of_hart(void) {
  REG(u32, PLIC + 0x2080 + 0x100 * hart()) = 1 << UART_SOURCE | 1 << DISK_SOURCE;
  REG(u32, PLIC + 0x201000 + 0x2000 * hart()) = 0;
}

void kernel_trap(void) {
  u64 cause = CSR_READ(scause), epc = CSR_READ(sepc), status = CSR_READ(sstatus);
  if (!(status & 0x100)) panic("trap not from supervisor mode");
  if (cause == 0x8000000000000009ul) {
    u32 source = REG(u32, PLIC + 0x201004 + 0x2000 * hart());
    if (source == UART_SOURCE) uart_interrupt();
    else if (source == DISK_SOURCE) disk_interrupt();
    if (source) REG(u32, PLIC + 0x201004 + 0x2000 * hart()) = source;
  } else if (cause == 0x8000000000000001ul || cause == 0x8000000000000005ul) {
    if (hart() == 0) ticks++;
    if (counting) counts[hart()]++;
#ifdef OLD_TIMER
    CSR_CLEAR(sip, SOFTWARE);
#else
    CSR_WRITE(0x14d, CSR_READ(time) + INTERVAL);
#endif
  } else {
    print("scause ");
    print_hex(cause);
    print(" stval ");
    print_hex(CSR_READ(stval));
    print("\n");
    panic("kernel_trap");
  }
  CSR_WRITE(sepc, epc);
  CSR_WRITE(sstatus, status);
}

// ---- Commands

static char read_char(void) {
  while (in_read == in_written) __asm__ volatile("wfi");
  return in[in_read++ % sizeof(in)];
}
static void read_line(char *line, int size) {
  int length = 0;
  for (;;) {
    char c = read_char();
    if (c == '\r') c = '\n';
    put(c);
    if (c == '\n') break;
    if (length < size - 1) line[length++] = c;
  }
  line[length] = 0;
}
static const char *after(const char *line, const char *word) {
  while (*word && *line == *word) line++, word++;
  return *word ? 0 : *line == ' ' ? line + 1 : *line ? 0 : line;
}
static u64 number(const char **text) {
  u64 value = 0;
  while (**text >= '0' && **text <= '9') value = value * 10 + (*(*text)++ - '0');
  if (**text == ' ') (*text)++;
  return value;
}

static void command(const char *line, u64 harts) {
  const char *rest;
  if ((rest = after(line, "echo"))) {
    print(rest);
    print("\n");
  } else if ((rest = after(line, "read"))) {
    disk_access(number(&rest), 0);
    sector[40] = 0;
    print((char *)sector);
    print("\n");
  } else if ((rest = after(line, "write"))) {
    u64 block = number(&rest);
    disk_access(block, 0);
    for (int n = 0; n < 40 && (sector[n] = rest[n]); n++) {}
    disk_access(block, 1);
  } else if ((rest = after(line, "sum"))) {
    u64 sum = 0, blocks = number(&rest);
    for (u64 n = 0; n < blocks; n++) {
      disk_access(n, 0);
      for (int at = 0; at < 1024; at++) sum = sum * 31 + sector[at];
    }
    print_hex(sum);
    print("\n");
  } else if (after(line, "ticks")) {
    u64 until = ticks + 3;
    while (ticks < until) __asm__ volatile("wfi");
    print("three ticks\n");
  } else if (after(line, "harts")) {
    counting = 1;
    for (u64 n = 0; n < harts; n++) {
      while (counts[n] < 2) {}
      print("hart ");
      put('0' + n);
      print(" ticks\n");
    }
    counting = 0;
  } else if (after(line, "fault")) {
    REG(u64, 0x4000) = 1;
  } else if (after(line, "halt")) {
    print(transmit_interrupts > 0 ? "bye\n" : "no interrupts?\n");
    while (out_read < out_written) {}
    for (int n = 0; n < 100000; n++) __asm__ volatile("nop");
    REG(u32, FINISHER) = 0x5555;
  } else if (*line) {
    print("what is ");
    print(line);
    print("?\n");
  }
}

#ifndef HARTS
#define HARTS 1
#endif

static void supervisor_main(void) {
  if (hart() == 0) {
    make_console();
    make_page_tables();
    use_page_tables();
    CSR_WRITE(stvec, kernel_vector);
    make_plic();
    make_plic_of_hart();
    make_disk();
    print("\nthe stand-in is booting\n\n");
    __sync_synchronize();
    started = 1;
  } else {
    while (started != hart()) {}
    __sync_synchronize();
    use_page_tables();
    CSR_WRITE(stvec, kernel_vector);
    make_plic_of_hart();
    print("hart ");
    put('0' + hart());
    print(" starting\n");
    __sync_synchronize();
    started++;
  }
  CSR_SET(sstatus, SIE);
  if (hart() != 0) {
    for (;;) __asm__ volatile("wfi");
  }
  while (started != HARTS) {}
  for (;;) {
    char line[100];
    print("$ ");
    read_line(line, sizeof(line));
    command(line, HARTS);
  }
}
