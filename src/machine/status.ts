/** Bits of mstatus (privileged specification, "Machine Status Registers"). All that can change lie in the low word. */
export const Status = {
  SIE: 1 << 1,
  MIE: 1 << 3,
  SPIE: 1 << 5,
  MPIE: 1 << 7,
  SPP: 1 << 8,
  MPP_SHIFT: 11,
  MPP: 3 << 11,
  MPRV: 1 << 17,
  SUM: 1 << 18,
  MXR: 1 << 19,
  TVM: 1 << 20,
  TW: 1 << 21,
  TSR: 1 << 22,
} as const;

/** What sstatus shows of mstatus's low word. */
export const SSTATUS_MASK = Status.SIE | Status.SPIE | Status.SPP | Status.SUM | Status.MXR;

/** The high word of mstatus and sstatus: UXL (and SXL in mstatus) say 64 bits; fixed here. */
export const SSTATUS_HIGH = 0x2;
export const MSTATUS_HIGH = 0xa;

/** Bits of mip and mie. */
export const InterruptBit = {
  SSI: 1 << 1,
  MSI: 1 << 3,
  STI: 1 << 5,
  MTI: 1 << 7,
  SEI: 1 << 9,
  MEI: 1 << 11,
} as const;

export const SUPERVISOR_INTERRUPTS = InterruptBit.SSI | InterruptBit.STI | InterruptBit.SEI;
export const ALL_INTERRUPTS = SUPERVISOR_INTERRUPTS | InterruptBit.MSI | InterruptBit.MTI | InterruptBit.MEI;
