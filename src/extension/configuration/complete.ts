/** What the editor shows when F5 is pressed. */
export interface ActiveEditor {
  /** The document's path, or the title of one that has none yet. */
  readonly name: string;
  readonly languageId: string;
  readonly isUntitled: boolean;
}

/** A launch configuration before its values are checked: that is the adapter's part, for all its clients. */
export type Configuration = Record<string, unknown> & { type: string; request: string; name: string };

export type Completed =
  | { readonly configuration: Configuration }
  /** Why there is nothing to start: one line for the user. */
  | { readonly refusal: string };

/** Language ids under which people write RISC-V assembly, ours and those of other extensions. */
export const assemblyLanguages: readonly string[] = ['riscv-asm', 'riscv', 'gas', 'asm'];
/** And under which programs are written that F5 runs. */
export const programLanguages: readonly string[] = [...assemblyLanguages, 'c'];

/**
 * Fills in what a launch configuration leaves out. One that is empty altogether is F5 without a launch.json: the file in the
 * active editor is then the program.
 */
export function complete(
  given: Readonly<Record<string, unknown>>,
  active: ActiveEditor | undefined,
): Completed {
  const isEmpty = isEmptyConfiguration(given);
  if (isEmpty) {
    const refusal = whyNotRunnable(active);
    if (refusal) return { refusal };
  }
  // Its path and not ${file}: a restart while kernel source is on screen must start the program again.
  const base = isEmpty && active ? { ...forFile(active.name, baseName(active.name)), ...given } : given;
  const configuration: Configuration = {
    ...base,
    type: 'trapframe',
    request: text(base['request']) ?? 'launch',
    name: text(base['name']) ?? 'Trapframe',
    console: base['console'] ?? 'integratedTerminal',
  };
  if (configuration.request !== 'launch') {
    return { refusal: `Trapframe knows "request": "launch", not "${configuration.request}".` };
  }
  // Kernels from elsewhere may find their programs by themselves.
  const hasKernel = !['builtin', 'none', undefined].includes(text(configuration['kernel']));
  const hasProgram = ['program', 'programs', 'recording'].some((name) => configuration[name] !== undefined);
  if (!hasProgram && !hasKernel) {
    configuration['program'] = '${file}';
  }
  // The terminal shows the machine's console: the Debug Console would only cover it at the first start.
  if (configuration['console'] === 'integratedTerminal') {
    configuration['internalConsoleOptions'] ??= 'neverOpen';
  }
  return { configuration };
}

/** F5 without a launch.json. */
export const isEmptyConfiguration = (given: Readonly<Record<string, unknown>>): boolean =>
  !given['type'] && !given['request'] && !given['name'];

/** The configuration that debugs one file and leaves all else at its default. */
export function forFile(program: string, label: string): Configuration {
  return { type: 'trapframe', request: 'launch', name: `Debug ${label}`, program };
}

/** Why a file in the active editor is no program, in one line for the user. */
export function whyNotRunnable(active: ActiveEditor | undefined): string | undefined {
  if (!active)
    return 'Open an assembly file (.s or .S) or a C file and press F5 again: Trapframe debugs the active file.';
  if (active.isUntitled) return `Save ${active.name} first: Trapframe builds files.`;
  if (programLanguages.includes(active.languageId) || /\.(s|c)$/i.test(active.name)) return undefined;
  return `${baseName(active.name)} is neither assembly (.s or .S) nor C: Trapframe does not know how to run it.`;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const baseName = (path: string): string => path.split(/[\\/]/).pop() || path;
