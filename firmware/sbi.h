// sbi.h - numbers of the RISC-V Supervisor Binary Interface, version 2.0: what a kernel may ask of machine mode.
#pragma once

#define SBI_VERSION (2 << 24) // 2.0

// Errors (chapter "Binary Encoding").
#define SBI_SUCCESS 0
#define SBI_FAILED (-1)
#define SBI_NOT_SUPPORTED (-2)
#define SBI_INVALID_PARAMETER (-3)
#define SBI_INVALID_ADDRESS (-5)
#define SBI_ALREADY_AVAILABLE (-6)

// Extensions, the number in a7.
enum {
  SBI_LEGACY_SET_TIMER = 0,
  SBI_LEGACY_PUT = 1,
  SBI_LEGACY_GET = 2,
  SBI_LEGACY_CLEAR_IPI = 3,
  SBI_LEGACY_SEND_IPI = 4,
  SBI_LEGACY_FENCE_I = 5,
  SBI_LEGACY_SFENCE = 6,
  SBI_LEGACY_SFENCE_ASID = 7,
  SBI_LEGACY_SHUTDOWN = 8,
  SBI_BASE = 0x10,
  SBI_TIME = 0x54494d45,    // "TIME"
  SBI_IPI = 0x735049,       // "sPI"
  SBI_RFENCE = 0x52464e43,  // "RFNC"
  SBI_HSM = 0x48534d,       // "HSM"
  SBI_RESET = 0x53525354,   // "SRST"
  SBI_CONSOLE = 0x4442434e, // "DBCN"
};

// States of a hart (chapter "Hart State Management Extension").
enum hart_state {
  HART_STARTED = 0,
  HART_STOPPED = 1,
  HART_START_PENDING = 2,
  HART_SUSPENDED = 4,
};
