// uart.c - the console's wire: a 16550 UART. Sending waits, receiving interrupts.
#include "kernel.h"

#define REGISTER(offset) (*(volatile uint8_t *)(UART + (offset)))
#define TRANSMIT REGISTER(0)
#define RECEIVE REGISTER(0)
#define INTERRUPT_ENABLE REGISTER(1)
#define LINE_CONTROL REGISTER(3)
#define MODEM_CONTROL REGISTER(4)
#define LINE_STATUS REGISTER(5)

#define INTERRUPT_RECEIVED 1
#define LINE_8_BITS 3
#define MODEM_OUT2 (1 << 3) // lets the interrupt out of the chip
#define STATUS_RECEIVED 1
#define STATUS_TRANSMIT_EMPTY (1 << 5)

// The FIFO stays off: to switch it on throws away what has already been typed.
void uart_initialize(void) {
  INTERRUPT_ENABLE = 0;
  LINE_CONTROL = LINE_8_BITS;
  MODEM_CONTROL = MODEM_OUT2;
}

void uart_put(char byte) {
  while (!(LINE_STATUS & STATUS_TRANSMIT_EMPTY)) continue;
  TRANSMIT = byte;
}

// The next byte that has arrived, or -1.
int uart_get(void) { return LINE_STATUS & STATUS_RECEIVED ? RECEIVE : -1; }

void uart_receive_interrupts(bool on) { INTERRUPT_ENABLE = on ? INTERRUPT_RECEIVED : 0; }
