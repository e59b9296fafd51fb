/** What a row of Variables or Watch stands for, as the adapter is asked about it. */
export interface VariableMeant {
  readonly expression: string;
  /** The expression is the name of something in this list, which lasts until the machine moves. */
  readonly variablesReference?: number;
  /** An expression for it that needs no list. */
  readonly alone: string;
  /** It is the machine's, whichever frame is selected. */
  readonly isOfMachine?: boolean;
}

/** As the menus of the editor tell of a row; a watch expression has no container, one below it has another. */
interface Row {
  readonly container?: { readonly variablesReference?: unknown };
  readonly variable?: { readonly name?: unknown; readonly evaluateName?: unknown };
}

/** What the menus of our own views tell: an expression that means the same in every frame. */
interface Written {
  /** Of an element of a webview. */
  readonly trapframeWritten?: unknown;
  /** Of a row of a tree. */
  readonly written?: unknown;
}

/** The variable whose menu was used; undefined: the command came from elsewhere. */
export function variableMeant(argument: unknown): VariableMeant | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { trapframeWritten, written = trapframeWritten } = argument as Written;
  if (typeof written === 'string') return { expression: written, alone: written, isOfMachine: true };
  const { container, variable } = argument as Row;
  if (typeof variable?.name !== 'string') return undefined;
  const { name, evaluateName } = variable;
  const alone = typeof evaluateName === 'string' && evaluateName !== '' ? evaluateName : name;
  const reference = container?.variablesReference;
  return typeof reference === 'number' && reference > 0
    ? { expression: name, variablesReference: reference, alone }
    : { expression: alone, alone };
}
