import { baseName, type SourcePaths } from '../symbols/source-paths';
import type { Image } from '../symbols/image';
import type { CodePlace, Target } from './breakpoint';

/** Finds the code that a line, a function or an address stands for, in all programs of a session. */
export class Targets {
  constructor(
    private readonly images: readonly Image[],
    private readonly paths: SourcePaths,
    /** Whether there is memory that a CPU could execute at an address, in some address space. */
    private readonly isExecutable: (address: bigint) => boolean,
  ) {}

  /** A source line, or the next one below it that has code; with a column, the statement of the line that is there. */
  line(path: string, line: number, column?: number): Target {
    if (path === '') return { places: [], message: 'the source has no path' };
    const files = this.files(path);
    if (files.length === 0)
      return { places: [], message: `no program of this session was built from ${baseName(path)}` };
    const candidates = files.flatMap(({ image, file }) => {
      const actual = image.debug.lines.nextLineWithCode(file, line);
      return actual === undefined ? [] : [{ image, file, actual }];
    });
    const nearest = Math.min(...candidates.map(({ actual }) => actual));
    const chosen = column === undefined || nearest !== line ? undefined : this.columnAt(path, line, column);
    const places = candidates
      .filter(({ actual }) => actual === nearest)
      .flatMap(({ image, file }) =>
        image.debug.functions
          .breakpointAddresses(file, nearest, chosen)
          .flatMap((address) => placesOf(address, image)),
      );
    if (places.length === 0) return { places, message: 'there is no code at or below this line' };
    const found = { places, line: nearest, file: files[0].file };
    return chosen === undefined ? found : { ...found, column: chosen };
  }

  /** The columns of a line where a breakpoint can be: ascending, and none when there is but one place. */
  columnsOf(path: string, line: number): readonly number[] {
    const columns = new Set(
      this.files(path).flatMap(({ image, file }) => image.debug.lines.columnsOf(file, line)),
    );
    return columns.size < 2 ? [] : [...columns].sort((a, b) => a - b);
  }

  /** Of the places of a line the one that a column is in, else the first. */
  private columnAt(path: string, line: number, column: number): number | undefined {
    const columns = this.columnsOf(path, line);
    return columns.filter((one) => one <= column).at(-1) ?? columns[0];
  }

  /** Where the code of exactly this line begins: empty when it has none. */
  onLine(path: string, line: number): CodePlace[] {
    return this.files(path).flatMap(({ image, file }) =>
      image.debug.lines.addressesOf(file, line).flatMap((address) => placesOf(address, image)),
    );
  }

  /** The lines of a range that have code, ascending. */
  linesWithCode(path: string, first: number, last: number): number[] {
    const lines = new Set<number>();
    for (const { image, file } of this.files(path)) {
      for (const line of image.debug.lines.linesOf(file)) if (line >= first && line <= last) lines.add(line);
    }
    return [...lines].sort((a, b) => a - b);
  }

  /** A function by name, behind the setting up of its frame, in every program that has one. */
  function(name: string): Target {
    const places = this.images.flatMap((image): CodePlace[] => {
      const symbol = image.symbols.named(name.trim());
      if (!symbol || !image.hasCode(symbol.address)) return [];
      return placesOf(image.afterPrologue(symbol.address), image);
    });
    if (places.length === 0)
      return { places, message: `no program of this session has a function ${name.trim()}` };
    const [{ address, image }] = places;
    // The body of an inlined call may be the first thing in it: the line is that of the call.
    const call = image!.inlinedAt(address).at(-1);
    if (call?.callFile !== undefined && call.callLine !== undefined)
      return { places, line: call.callLine, file: call.callFile };
    const range = image!.lineAt(address);
    return range ? { places, line: range.line, file: range.file } : { places };
  }

  /** An instruction, in whatever program is at that address. */
  instruction(address: bigint): Target {
    if (address % 2n !== 0n) {
      return { places: [], message: `0x${address.toString(16)} is odd: no instruction begins there` };
    }
    // Before the kernel runs there is code that belongs to no program: the boot ROM.
    const isCode = this.images.some((image) => image.hasCode(address)) || this.isExecutable(address);
    return isCode
      ? { places: [{ address, image: undefined }] }
      : { places: [], message: `there is no code at 0x${address.toString(16)}` };
  }

  private files(path: string): { image: Image; file: string }[] {
    const isSame = this.paths.sameAs(path);
    return this.images.flatMap((image) =>
      image.debug.lines.files.filter(isSame).map((file) => ({ image, file })),
    );
  }
}

const placesOf = (address: bigint, image: Image): CodePlace[] =>
  image.placesOf(address).map((one) => ({ address: one, image }));
