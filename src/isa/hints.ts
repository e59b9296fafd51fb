type Operands = { readonly rd: number; readonly imm: number };

/** What makes an encoding of a compressed instruction a hint to the hardware ("C" extension, "HINT Instructions"): it does nothing. */
const hints: Readonly<Record<string, (operands: Operands) => boolean>> = {
  'c.nop': ({ imm }) => imm !== 0,
  'c.addi': ({ imm }) => imm === 0,
  'c.li': ({ rd }) => rd === 0,
  'c.lui': ({ rd }) => rd === 0,
  'c.mv': ({ rd }) => rd === 0,
  'c.add': ({ rd }) => rd === 0,
  'c.slli': ({ rd, imm }) => rd === 0 || imm === 0,
  'c.srli': ({ imm }) => imm === 0,
  'c.srai': ({ imm }) => imm === 0,
};

/** Whether these operands make a compressed instruction (`c.li`) a hint. */
export const isHint = (name: string, operands: Operands): boolean => hints[name]?.(operands) ?? false;
