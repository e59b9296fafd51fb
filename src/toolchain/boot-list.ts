import type { InitrdFile } from './initrd';

/** A process that the kernel makes at boot. */
export interface BootProcess {
  /** Path of its program in the initrd. */
  readonly file: string;
  readonly argv: readonly string[];
}

/** The file of the initrd that says what to run, as `kernel/boot_list.c` reads it. No text of it may hold a NUL. */
export function bootList(processes: readonly BootProcess[]): InitrdFile {
  const texts = processes.flatMap(({ file, argv }) => [file, String(argv.length), ...argv]);
  return { name: 'etc/programs', bytes: new TextEncoder().encode(texts.map((text) => `${text}\0`).join('')) };
}
