import type { FileSystem } from '../base/files';
import type { Host } from './host';

/** Where things are for an adapter in a browser; paths are URIs. */
export interface WebPlaces {
  /** The image of the built-in kernel. */
  readonly builtinKernel: string;
  /** The folder of the product's own sources. */
  readonly sourceRoot: string;
  /** The folder that relative paths count from. */
  readonly folder: string;
}

/** The host of a session in a web worker. No program can be started there, and so there is no compiler. */
export function webHost(files: FileSystem, { builtinKernel, sourceRoot, folder }: WebPlaces): Host {
  return {
    files,
    builtinKernel,
    builtinFirmware: new URL('../firmware/firmware.elf', builtinKernel).href,
    builtinPrograms: new URL('../programs', builtinKernel).href,
    sourceRoot,
    absolutePath: (path) =>
      /^(?:\/|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path) ? path : `${folder.replace(/\/$/, '')}/${path}`,
    uriOf: (path) => path,
    yield: nextTurn,
  };
}

const { port1, port2 } = new MessageChannel();
const turns: (() => void)[] = [];
port1.onmessage = () => turns.shift()?.();

/** Messages that have come are handled first. A timer would wait for four milliseconds. */
const nextTurn = (): Promise<void> =>
  new Promise((turn) => {
    turns.push(turn);
    port2.postMessage(undefined);
  });
