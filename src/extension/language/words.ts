/** A name in the operands of a line of assembly. */
export interface Found {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Labels in front, the mnemonic, and what is behind it. */
const statement = /^((?:\s*[\w.$]+:)*\s*)([\w.$]+)?/;

/** The name at a column, if it is one that has a value: none in comments or strings, no mnemonic, no operator such as `%lo`. */
export function nameAt(line: string, column: number): Found | undefined {
  const [, labels, head = ''] = statement.exec(line)!;
  const operands = labels.length + head.length;
  const blank = line.replace(/"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])'?|\/\*.*?(?:\*\/|$)|#.*$|\/\/.*$/g, (text) =>
    ' '.repeat(text.length),
  );
  for (const match of blank.matchAll(/[A-Za-z_.$][\w.$]*/g)) {
    const [name] = match;
    const start = match.index;
    const end = start + name.length;
    if (column < start || column > end) continue;
    const isLabel = end < labels.length + 1 && blank[end] === ':';
    const isOperand = start >= operands && !/[\w%@]/.test(blank[start - 1] ?? '');
    return isLabel || isOperand ? { name, start, end } : undefined;
  }
  return undefined;
}
