// console.c - the console's wire, a 16550 UART, without interrupts: a kernel may drive the same device itself.
#include "firmware.h"

#define REGISTER(offset) (*(volatile uint8_t *)(UART + (offset)))
#define DATA REGISTER(0)
#define LINE_STATUS REGISTER(5)
#define STATUS_RECEIVED 1
#define STATUS_TRANSMIT_EMPTY (1 << 5)

void console_put(char byte) {
  while (!(LINE_STATUS & STATUS_TRANSMIT_EMPTY)) continue;
  DATA = (uint8_t)byte;
}

// The next byte that has arrived, or -1.
int console_get(void) { return LINE_STATUS & STATUS_RECEIVED ? DATA : -1; }

// Memory that the kernel names by physical address: what it could not touch itself, we do not touch for it.
static bool is_kernel_memory(uint64_t low, uint64_t high, uint64_t length) {
  return high == 0 && low >= FIRMWARE_BASE + FIRMWARE_SIZE && low + length >= low;
}

// Debug console extension: write (0), read (1), write a byte (2).
struct sbi_answer console_call(uint64_t function, const uint64_t *a) {
  if (function == 2) {
    console_put((char)a[0]);
    return sbi_error(SBI_SUCCESS);
  }
  if (function > 2) return sbi_error(SBI_NOT_SUPPORTED);
  uint64_t length = a[0];
  if (!is_kernel_memory(a[1], a[2], length)) return sbi_error(SBI_INVALID_PARAMETER);
  char *bytes = (char *)a[1];
  uint64_t done = 0;
  if (function == 0) {
    for (; done < length; done++) console_put(bytes[done]);
  } else {
    for (int byte; done < length && (byte = console_get()) >= 0; done++) bytes[done] = (char)byte;
  }
  return sbi_value((long)done);
}
