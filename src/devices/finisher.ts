import type { Device } from '../machine/bus';
import type { DeviceState } from '../machine/checkpoint';
import type { TreeNode } from './device-tree';
import type { DeviceModel, Wiring } from './device-model';

const FAIL = 0x3333;
const PASS = 0x5555;
const RESET = 0x7777;

/** The SiFive test finisher: a store ends the run (device tree binding `sifive,test0`). */
export class Finisher implements Device {
  readonly name = 'finisher';
  readonly sizes = 2 | 4;

  constructor(private readonly end: Wiring['end']) {}

  read(): number {
    return 0;
  }

  write(offset: number, _size: number, value: number): void {
    if (offset !== 0) return;
    switch (value & 0xffff) {
      case PASS:
        return this.end({ kind: 'finished', code: 0 });
      case FAIL:
        return this.end({ kind: 'finished', code: value >>> 16 });
      case RESET:
        return this.end({ kind: 'reset' });
    }
  }

  /** It remembers nothing: what it ends is over. */
  save(): DeviceState {
    return null;
  }
  restore(): void {}
}

/** What to store where, for kernels that know no finisher (device tree bindings `syscon-poweroff`, `syscon-reboot`). */
const syscon = (compatible: string, value: number, regmap: number): TreeNode['properties'] => ({
  compatible,
  value: [value],
  offset: [0],
  regmap: [regmap],
});

export const finisher: DeviceModel<Finisher> = {
  create: ({ end }) => new Finisher(end),
  treeNode: ({ reg, phandle }) => ({
    name: 'test',
    properties: { compatible: ['sifive,test1', 'sifive,test0', 'syscon'], ...reg, phandle: [phandle()] },
  }),
  rootNodes: ({ phandle }) => [
    { name: 'poweroff', properties: syscon('syscon-poweroff', PASS, phandle()) },
    { name: 'reboot', properties: syscon('syscon-reboot', RESET, phandle()) },
  ],
};
