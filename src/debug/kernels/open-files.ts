import type { Image } from '../symbols/image';
import type { AddressSpace } from '../memory/address-space';
import type { OpenFileFields } from './description';
import { type Layout, type Structure } from './structure';
import { structureAt } from './tables';

/** A descriptor of a process, and what it stands for. */
export interface OpenFile {
  readonly descriptor: number;
  readonly name: string;
  /** Where the next byte is read or written. */
  readonly offset: number;
  /** Absent where the kernel's description does not say it. */
  readonly mode?: FileMode;
  /** Address of the pipe that it is an end of. */
  readonly pipe?: bigint;
}

/** What it was opened for. */
export type FileMode = 'read' | 'write' | 'read and write' | 'append' | 'nothing';

/** More descriptors than any kernel here has. */
const MOST_DESCRIPTORS = 1024;

/** Reads the descriptors of processes: arrays of pointers to structures of open files. */
export class OpenFiles {
  constructor(
    private readonly image: Image,
    private readonly memory: AddressSpace,
    private readonly fields: OpenFileFields,
    private readonly layout: Layout,
  ) {}

  /** @param address of the array @param count of its entries */
  list(address: bigint, count: number): OpenFile[] {
    const files: OpenFile[] = [];
    for (let descriptor = 0; descriptor < Math.min(count, MOST_DESCRIPTORS); descriptor++) {
      const pointer = this.memory.readNumber(address + BigInt(8 * descriptor), 8);
      if (pointer === undefined || pointer === 0n) continue;
      const file = structureAt(this.memory, pointer, this.layout);
      // A pointer that leads nowhere is shown as what it is: the kernel would follow it.
      if (!file) files.push({ descriptor, name: `nothing readable at 0x${pointer.toString(16)}`, offset: 0 });
      else
        files.push({ descriptor, name: this.nameOf(file), offset: this.offsetOf(file), ...this.useOf(file) });
    }
    return files;
  }

  private nameOf(file: Structure): string {
    const { kind, kinds = {}, name } = this.fields;
    const word = kind === undefined ? undefined : this.kindOf(file, kind);
    const known = word !== undefined && Object.hasOwn(kinds, word) ? kinds[word] : undefined;
    const pointer = name === undefined ? undefined : file.number(name);
    const text = pointer === undefined ? undefined : this.memory.readText(pointer, 64);
    const what = known ?? text ?? word ?? 'a file';
    return what + this.direction(file, /pipe/i.test(`${word} ${what}`));
  }

  /** The enumerator, or the symbol of the object that the field points to. */
  private kindOf(file: Structure, field: string): string | undefined {
    const value = file.number(field);
    const object = value === undefined ? undefined : this.image.symbols.objectAt(value);
    return object?.offset === 0n ? object.symbol.name : file.enumerator(field);
  }

  private useOf(file: Structure): Pick<OpenFile, 'mode' | 'pipe'> {
    const { reads, writes, appends, pipe: field } = this.fields;
    const isSet = (name: string | undefined): boolean | undefined =>
      name === undefined ? undefined : (file.number(name) ?? 0n) !== 0n;
    const [read, write] = [isSet(reads), isSet(writes)];
    const pipe = field === undefined ? undefined : file.number(field);
    return {
      ...(read === undefined || write === undefined
        ? {}
        : { mode: modeOf(read, write, isSet(appends) === true) }),
      ...(pipe === undefined || pipe === 0n ? {} : { pipe }),
    };
  }

  /** Of a file that works in one direction only. */
  private direction(file: Structure, isPipe: boolean): string {
    const { readable, writable } = this.fields;
    if (readable === undefined || writable === undefined) return '';
    const [reads, writes] = [file.number(readable), file.number(writable)];
    if (reads === 0n && writes !== 0n) return isPipe ? ' (write end)' : ' (write only)';
    if (writes !== 0n || reads === 0n) return '';
    return isPipe ? ' (read end)' : ' (read only)';
  }

  private offsetOf(file: Structure): number {
    const { offset } = this.fields;
    return Number((offset === undefined ? undefined : file.number(offset)) ?? 0n);
  }
}

function modeOf(reads: boolean, writes: boolean, appends: boolean): FileMode {
  if (writes && appends) return 'append';
  if (reads && writes) return 'read and write';
  return reads ? 'read' : writes ? 'write' : 'nothing';
}
