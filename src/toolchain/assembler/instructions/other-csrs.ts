/** Control registers that GNU as knows by name and this machine has not, or has under another name. */

/** Runs of numbers that have names one after the other; `-` for one without. */
const runs: readonly (readonly [first: number, names: string])[] = [
  [0x000, 'ustatus fflags frm fcsr uie utvec'],
  [0x008, 'vstart vxsat vxrm'],
  [0x00f, 'vcsr'],
  [0x015, 'seed'],
  [0x040, 'uscratch uepc ucause utval uip'],
  [0x102, 'sedeleg sideleg'],
  [0x200, 'vsstatus - - - vsie vstvec'],
  [0x240, 'vsscratch vsepc vscause vstval vsip'],
  [0x280, 'vsatp'],
  [0x5a8, 'scontext'],
  [0x600, 'hstatus - hedeleg hideleg hie htimedelta hcounteren hgeie - - henvcfg'],
  [0x643, 'htval hip hvip - - - - htinst'],
  [0x680, 'hgatp'],
  [0x6a8, 'hcontext'],
  [0x7a0, 'tselect tdata1 tdata2 tdata3 tinfo tcontrol - - mcontext - mscontext'],
  [0x7b0, 'dcsr dpc dscratch0 dscratch1'],
  [0xc20, 'vl vtype vlenb'],
  [0xe12, 'hgeip'],
];

const formerNames: Readonly<Record<string, string>> = {
  sptbr: 'satp', sbadaddr: 'stval', mbadaddr: 'mtval', ubadaddr: 'utval', mucounteren: 'mcountinhibit',
}; // prettier-ignore

const numbers: ReadonlyMap<string, number> = new Map(
  runs.flatMap(([first, names]) => names.split(' ').map((name, index) => [name, first + index] as const)),
);

/** What a name is that older texts use, if it is one. */
export const presentName = (name: string): string =>
  Object.hasOwn(formerNames, name) ? formerNames[name] : name;

/** The number of a register that this machine has not; undefined for a name that nobody uses. */
export const otherCsrNumber = (name: string): number | undefined => numbers.get(name);
