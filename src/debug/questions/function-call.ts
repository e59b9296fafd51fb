/** One call of a function, as it went by. */
export interface FunctionCall {
  /** The instant before its first instruction. */
  readonly at: number;
  readonly cpu: number;
  /** The process that it was made by, or made for in the kernel. */
  readonly pid: number | undefined;
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly value: string }[];
  /** Where it was to come back to: `main+24`, or an address. */
  readonly caller: string;
  /** Calls of the same function around it, of the same thread. */
  readonly depth: number;
  /** What became of it; undefined: it has not come back. */
  end: { readonly at: number; readonly result: string | undefined } | undefined;
}

/** `write(fd = 1, text = 0x1040 "hello", length = 5) = 5` */
export function callInWords({ name, arguments: args, end }: FunctionCall): string {
  const list = args.map((one) => `${one.name} = ${one.value}`).join(', ');
  const result = end?.result === undefined ? '' : ` = ${end.result}`;
  return `${name}(${list})${end ? result : ', which did not return'}`;
}
