/** What a course's Makefile passes to QEMU, as far as a launch configuration says the same. Paths are relative to its folder. */
export interface QemuOptions {
  readonly kernel: string;
  readonly disk?: string;
  readonly memory?: string;
  readonly cpus?: number;
  /** QEMU's own firmware, or one from a file, is under the kernel. */
  readonly bios: 'none' | 'builtin' | { readonly file: string };
}

/** Variables that refer to themselves come to an end here. */
const DEEPEST = 20;

/** The options by which a Makefile starts QEMU; undefined when it starts none, or no kernel in it. */
export function qemuOptions(makefile: string): QemuOptions | undefined {
  const lines = makefile.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  const variables = new Map<string, string>();
  for (const line of lines) {
    const found = /^(?:export\s+)?([\w.-]+)\s*(\+|:|::|\?)?=\s*(.*)$/.exec(line.replace(/(^|\s)#.*$/, ''));
    if (!found) continue;
    const [, name, how, value] = found;
    const before = variables.get(name);
    if (how === '+') variables.set(name, before === undefined ? value : `${before} ${value}`);
    else if (how !== '?' || before === undefined) variables.set(name, value);
  }
  const expand = (text: string, depth = 0): string =>
    depth > DEEPEST
      ? text
      : text.replace(
          /\$(?:\(([\w.-]+)\)|\{([\w.-]+)\}|(\w))/g,
          (_, round?: string, curly?: string, one?: string) =>
            expand(variables.get(round ?? curly ?? one ?? '') ?? '', depth + 1),
        );
  const texts = [...variables.values(), ...lines.filter((line) => line.startsWith('\t'))];
  const home = texts.find((text) => /(^|\s)-kernel\s/.test(text));
  if (home === undefined) return undefined;
  const words = expand(home).trim().split(/\s+/);
  const after = (name: string): string | undefined => {
    const at = words.indexOf(name);
    return at < 0 ? undefined : words[at + 1];
  };
  const kernel = after('-kernel');
  if (kernel === undefined || kernel.includes('$')) return undefined;
  const drive = words.find((word, at) => words[at - 1] === '-drive' && word.includes('file='));
  const disk = drive && /(?:^|,)file=([^,]+)/.exec(drive)?.[1];
  const memory = after('-m');
  const cpus = Number(/^(?:cpus=)?(\d+)/.exec(after('-smp') ?? '')?.[1]);
  const bios = after('-bios') ?? 'default';
  return {
    kernel,
    ...(disk === undefined ? {} : { disk }),
    ...(memory === undefined || !/^\d+[KMG]?$/i.test(memory) ? {} : { memory: sizeOf(memory) }),
    ...(Number.isInteger(cpus) && cpus > 0 ? { cpus } : {}),
    bios: bios === 'none' ? 'none' : bios === 'default' ? 'builtin' : { file: bios },
  };
}

/** QEMU counts megabytes where nothing else is said. */
const sizeOf = (memory: string): string => (/\d$/.test(memory) ? `${memory}M` : memory.toUpperCase());
