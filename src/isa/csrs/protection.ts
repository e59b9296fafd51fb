/** Physical memory protection (privileged specification, "Physical Memory Protection CSRs"); RV64 has only the even pmpcfg. */
import { hex } from '../../base/integers';
import { csr, field, series } from './csr';
import type { Csr, CsrField } from './csr';

const REGIONS_PER_REGISTER = 8;
const matching = ['off', 'up to the address', '4 bytes', 'power-of-two region'];

/** One byte: R, W, X, A (bits 4:3), two zeros, L. */
function regionMeaning(value: bigint): string {
  const bits = Number(value);
  const rights = [...'rwx'].map((letter, n) => (bits & (1 << n) ? letter : '-')).join('');
  return `${rights}, ${matching[(bits >> 3) & 3]}${bits & 0x80 ? ', locked' : ''}`;
}

const configuration = (number: number, name: string, first: number): Csr =>
  csr(
    number,
    name,
    `Protection of physical memory regions ${first} to ${first + REGIONS_PER_REGISTER - 1}: rights and kind of match.`,
    Array.from({ length: REGIONS_PER_REGISTER }, (_, n): CsrField =>
      field(`pmp${first + n}cfg`, 8 * n, 8, `Region ${first + n}.`, regionMeaning),
    ),
  );

export const protectionCsrs: readonly Csr[] = [
  configuration(0x3a0, 'pmpcfg0', 0),
  configuration(0x3a2, 'pmpcfg2', 8),
  ...series(16, (n) =>
    csr(0x3b0 + n, `pmpaddr${n}`, `Address of physical memory region ${n}, divided by 4.`, [
      field(
        'address',
        0,
        54,
        'Bits 55 to 2 of the address; ones at the end widen a power-of-two region.',
        (value) => hex(value << 2n),
      ),
    ]),
  ),
];
