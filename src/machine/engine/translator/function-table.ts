import { encodeTableModule, type FunctionBody } from '../wasm-module';
import { compileEntrance } from './entrance';
import { ModeChange, modeChanges } from './mode-changes';

/** Functions at most: a bound on memory. A large table makes each garbage collection longer. */
export const MOST_FUNCTIONS = 2048;
const FIRST_SIZE = 256;

let compiledModeChanges: WebAssembly.Module | undefined;
const compileModeChanges = (): WebAssembly.Module =>
  (compiledModeChanges ??= new WebAssembly.Module(encodeTableModule(modeChanges(), { first: 0 })));

/** The functions of translated code, which reach one another through a table. */
export class FunctionTable {
  /** Calls the function at a place. @returns what it returns */
  enter!: (index: number, budget: number) => number;
  private table!: WebAssembly.Table;
  private imports!: WebAssembly.Imports;
  private next = 0;

  constructor(private readonly memory: WebAssembly.Memory) {
    this.clear();
  }

  isFull(more: number): boolean {
    return this.next + more > MOST_FUNCTIONS;
  }

  /** Compiles functions. @returns the place of the first; the others are behind it */
  add(bodies: readonly FunctionBody[]): number {
    const first = this.next;
    this.next += bodies.length;
    if (this.next > this.table.length) {
      this.table.grow(
        Math.min(Math.max(this.next, 2 * this.table.length), MOST_FUNCTIONS) - this.table.length,
      );
    }
    const module = new WebAssembly.Module(encodeTableModule(bodies, { first }));
    new WebAssembly.Instance(module, this.imports);
    return first;
  }

  /** Nothing in the table is called any more. A table keeps everything that was ever in it: here is another one. */
  clear(): void {
    this.next = Object.keys(ModeChange).length;
    this.table = new WebAssembly.Table({
      element: 'anyfunc',
      initial: FIRST_SIZE,
      maximum: MOST_FUNCTIONS,
    });
    this.imports = { env: { memory: this.memory, table: this.table } };
    new WebAssembly.Instance(compileModeChanges(), this.imports);
    const { exports } = new WebAssembly.Instance(compileEntrance(), this.imports);
    this.enter = exports['enter'] as FunctionTable['enter'];
  }
}
