import type { Device } from '../machine/bus';
import type { BoardOptions } from '../machine/types';
import type { PropertyValue, TreeNode } from './device-tree';
import type { Shape } from './state-shape';
import type { TimeSource } from './time-source';
import type { Dma } from './virtio-queue';

/** What a device is connected to. */
export interface Wiring {
  readonly options: BoardOptions;
  readonly clock: TimeSource;
  /** RAM, as devices reach it. */
  readonly dma: Dma;
  /** Asserts the interrupt of the device's row, for the first time or again. */
  readonly interrupt: () => void;
  /** A byte for whoever looks at the console. */
  readonly print: (byte: number) => void;
  /** The machine is switched off. */
  readonly end: (outcome: { kind: 'finished'; code: number } | { kind: 'reset' }) => void;
}

/** What a device's node of the device tree is made from; the row knows it. */
export interface TreePlace {
  /** Properties `reg` and, for a row with an interrupt source, `interrupts` and `interrupt-parent`. */
  readonly reg: Readonly<Record<string, PropertyValue>>;
  readonly interrupts: Readonly<Record<string, PropertyValue>>;
  /** For each hart, lines of its interrupt controller (causes of mip), as `interrupts-extended` wants them. */
  readonly lines: (...causes: readonly number[]) => readonly number[];
  /** Of this node, for others that name it. */
  readonly phandle: () => number;
}

/** A node without its address, which is added: `serial`. */
export type DeviceNode = Pick<TreeNode, 'name' | 'properties'>;

/** All that the board must know of a kind of device; each is told in the device's own file. */
export interface DeviceModel<D extends Device = Device> {
  create(wiring: Wiring): D;
  /** What its saved state can be. Absent: it remembers nothing (`null`). */
  readonly stateShape?: (cpus: number) => Shape;
  readonly treeNode: (place: TreePlace) => DeviceNode;
  /** Nodes at the root of the device tree that name it. */
  readonly rootNodes?: (place: Pick<TreePlace, 'phandle'>) => readonly DeviceNode[];
}
