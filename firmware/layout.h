// layout.h - where things are on the machine. Used from C and from assembly.
//
//   0x0010_0000  finisher: off, and reset
//   0x0200_0000  CLINT: msip (4 bytes a hart), mtimecmp (8 bytes a hart), mtime
//   0x1000_0000  UART: the console
//   0x8000_0000  RAM: this firmware, closed to the kernel
//   0x8020_0000  the kernel, where the custom of RISC-V boards has it
#pragma once

#define FINISHER 0x100000
#define CLINT 0x2000000
#define CLINT_MSIP(hart) (CLINT + 4 * (hart))
#define CLINT_MTIMECMP(hart) (CLINT + 0x4000 + 8 * (hart))
#define UART 0x10000000

#define FIRMWARE_BASE 0x80000000
#define FIRMWARE_SIZE 0x20000 // a power of two: one PMP entry closes it
#define KERNEL_ENTRY 0x80200000

#define MOST_HARTS 8
#define STACK_SIZE 4096
#define STACK_SHIFT 12
