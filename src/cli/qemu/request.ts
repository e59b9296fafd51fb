/** What a command line of `qemu-system-riscv64` asks for, in our words. */
export interface QemuRequest {
  /** `default` is the firmware that comes with QEMU: here ours. */
  readonly bios: string;
  readonly kernel: string | undefined;
  readonly append: string;
  readonly initrd: string | undefined;
  /** Bytes of RAM. */
  readonly memory: number;
  readonly cpus: number;
  /** The file of the disk in the first virtio slot, and whether the guest's writes reach it. */
  readonly disk: { readonly file: string; readonly isKept: boolean } | undefined;
  /** Files of drives that no device uses: they are to be there all the same. */
  readonly idleDrives: readonly string[];
  /** Where the console goes: stdin and stdout, with or without Control-A as an escape; a file; nowhere. */
  readonly serial: Serial;
  /** TCP port of a gdb that may come. */
  readonly gdb: number | undefined;
  /** `-S`: the machine stands until gdb says go. */
  readonly stands: boolean;
  /** `-no-reboot`: a reset ends the run. */
  readonly rebootEnds: boolean;
  /** Our own: instructions of each CPU after the end of the input in which nothing happens, until the run ends. */
  readonly maxIdle: number;
  /** Things that this machine does not have, a line each; what only those that ask for them miss. */
  readonly remarks: readonly string[];
}

export type Serial =
  | { readonly kind: 'stdio'; readonly escapes: boolean }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'none' };
