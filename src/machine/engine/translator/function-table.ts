import { FunctionBody, Op, encodeTableModule } from '../wasm-module';

/** Functions at most: a bound on memory. A large table makes each garbage collection longer. */
const MOST = 8192;
const FIRST_SIZE = 256;

/** The functions of translated code, which reach one another through a table. */
export class FunctionTable {
  /** Calls the function at a place. @returns what it returns */
  readonly enter: (index: number, budget: number) => number;
  private readonly table = new WebAssembly.Table({ element: 'anyfunc', initial: FIRST_SIZE, maximum: MOST });
  private readonly imports: WebAssembly.Imports;
  private next = 0;

  constructor(memory: WebAssembly.Memory) {
    this.imports = { env: { memory, table: this.table } };
    const { exports } = new WebAssembly.Instance(compileEntrance(), this.imports);
    this.enter = exports['enter'] as FunctionTable['enter'];
  }

  isFull(more: number): boolean {
    return this.next + more > MOST;
  }

  /** Compiles functions. @returns the place of the first; the others are behind it */
  add(bodies: readonly FunctionBody[]): number {
    const first = this.next;
    this.next += bodies.length;
    if (this.next > this.table.length) {
      this.table.grow(Math.min(Math.max(this.next, 2 * this.table.length), MOST) - this.table.length);
    }
    const module = new WebAssembly.Module(encodeTableModule(bodies, { first }));
    new WebAssembly.Instance(module, this.imports);
    return first;
  }

  /** Nothing in the table is called any more. */
  clear(): void {
    for (let index = 0; index < this.next; index++) this.table.set(index, null);
    this.next = 0;
  }
}

let entrance: WebAssembly.Module | undefined;

/** What all machines share: from TypeScript to a function in the table. */
function compileEntrance(): WebAssembly.Module {
  if (entrance) return entrance;
  const body = new FunctionBody(2);
  body.get(1).get(0).callIndirect(Op.call_indirect);
  return (entrance = new WebAssembly.Module(encodeTableModule([body], { exportName: 'enter' })));
}
