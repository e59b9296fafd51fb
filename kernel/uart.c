// uart.c - the console's wire: a 16550 UART, without interrupts.
#include "kernel.h"

#define REGISTER(offset) (*(volatile uint8_t *)(UART + (offset)))
#define TRANSMIT REGISTER(0)
#define INTERRUPT_ENABLE REGISTER(1)
#define FIFO_CONTROL REGISTER(2)
#define LINE_CONTROL REGISTER(3)
#define LINE_STATUS REGISTER(5)

#define FIFO_ENABLE 1
#define LINE_8_BITS 3
#define STATUS_TRANSMIT_EMPTY (1 << 5)

void uart_initialize(void) {
  INTERRUPT_ENABLE = 0;
  LINE_CONTROL = LINE_8_BITS;
  FIFO_CONTROL = FIFO_ENABLE;
}

void uart_put(char byte) {
  while (!(LINE_STATUS & STATUS_TRANSMIT_EMPTY)) continue;
  TRANSMIT = byte;
}
