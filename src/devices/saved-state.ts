/** What the saved states of devices can be: a shape for each, against which those from a file are checked. */
import { PLIC_SOURCES, VIRTIO_SLOTS } from './address-map';

type Shape = (value: unknown) => boolean;

const number =
  (least: number, most: number): Shape =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
const byte = number(0, 0xff);
const word = number(0, 0xffff_ffff);
/** As bit operations of JavaScript leave it. */
const bits = number(-(2 ** 31), 2 ** 32 - 1);
const instant = number(0, Number.MAX_SAFE_INTEGER);
/** A physical address, of 64 bits in registers of 32, as a double. */
const address: Shape = (value) =>
  typeof value === 'number' && value >= 0 && value < 2 ** 64 && value % 1 === 0;
const boolean: Shape = (value) => typeof value === 'boolean';
const nothing: Shape = (value) => value === null;
const either =
  (...shapes: Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value));
const list =
  (shape: Shape, least: number, most = least): Shape =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(shape);
const tuple =
  (...shapes: Shape[]): Shape =>
  (value) =>
    Array.isArray(value) && value.length === shapes.length && shapes.every((shape, n) => shape(value[n]));
const record =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === Object.keys(shapes).length &&
    Object.entries(shapes).every(([key, shape]) => Object.hasOwn(value, key) && shape((value as never)[key]));

const clint = (cpus: number): Shape =>
  record({ msip: list(number(0, 1), cpus), mtimecmp: list(word, 2 * cpus) });

const plic = (cpus: number): Shape => {
  const words = Math.ceil((PLIC_SOURCES + 1) / 32);
  return record({
    priority: list(number(0, 7), PLIC_SOURCES + 1),
    pending: list(word, words),
    claimed: list(word, words),
    enable: list(word, 2 * cpus * words),
    threshold: list(number(0, 7), 2 * cpus),
  });
};

const uart = record({
  divisor: list(byte, 2),
  interruptEnable: byte,
  fifoControl: byte,
  lineControl: byte,
  modemControl: byte,
  scratch: byte,
  received: list(byte, 0, 16),
  overrun: boolean,
  transmitterPending: boolean,
  timedOut: boolean,
  timeout: either(nothing, instant),
  polls: instant,
});

const segments = list(tuple(address, word), 0, 0x1_0000);
const queue = record({
  size: number(0, 1024),
  ready: boolean,
  descriptors: address,
  available: address,
  used: address,
  nextAvailable: number(0, 0xffff),
  nextUsed: number(0, 0xffff),
});
const disk = record({
  status: bits,
  featuresSelect: bits,
  driverFeaturesSelect: bits,
  driverFeatures: list(bits, 2),
  queueSelect: bits,
  interruptStatus: number(0, 3),
  queue,
  notified: boolean,
  broken: boolean,
  request: either(
    nothing,
    record({ head: number(0, 0xffff), readable: segments, writable: segments, due: instant }),
  ),
  disk: list(
    tuple(instant, (text) => typeof text === 'string' && text.length === 4096 && !/[^\0-\xff]/.test(text)),
    0,
    2 ** 20,
  ),
});

const input = record({ typed: instant, fed: instant, since: either(nothing, instant) });

/** Why these are not the saved devices of a board; undefined: they are. */
export function checkDevices(devices: unknown, cpus: number): string | undefined {
  const shapes: Record<string, Shape> = {
    clint: clint(cpus),
    plic: plic(cpus),
    uart,
    input,
    finisher: nothing,
  };
  for (let slot = 0; slot < VIRTIO_SLOTS; slot++)
    shapes[`virtio${slot}`] = slot === 0 ? either(nothing, disk) : nothing;
  if (typeof devices !== 'object' || devices === null) return 'devices';
  const wrong = Object.keys(shapes).find(
    (name) => !Object.hasOwn(devices, name) || !shapes[name]((devices as Record<string, unknown>)[name]),
  );
  if (wrong !== undefined) return `device ${wrong}`;
  return Object.keys(devices).find((name) => !(name in shapes));
}

export const checkEnd: Shape = either(
  nothing,
  record({ kind: (kind) => kind === 'finished', code: number(0, Number.MAX_SAFE_INTEGER) }),
  record({ kind: (kind) => kind === 'reset' }),
  record({ kind: (kind) => kind === 'stuck', reason: (reason) => typeof reason === 'string' }),
);
