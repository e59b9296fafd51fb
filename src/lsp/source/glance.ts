// What a glance at a text tells. At every keystroke this much is asked of a whole source, and cutting it into tokens for that would
// take longer than all the rest. Words in comments may deceive; what depends on it is then merely asked of more sources.

const offer = /(?:^|[\n;:])[ \t]*\.(?:globl|global|weak|comm)[ \t]+([^\n#;]*)/g;
const definition = /([A-Za-z_.$][\w.$]*)[ \t]*[:=]|\.(?:equ|set|equiv|eqv|comm)[ \t]+([A-Za-z_.$][\w.$]*)/g;

/** Names that a source defines and offers to others. */
export function exportsIn(text: string): Set<string> {
  const offered = new Set<string>();
  for (const [, names] of text.matchAll(offer)) {
    for (const name of names.match(/[A-Za-z_.$][\w.$]*/g) ?? []) offered.add(name);
  }
  if (offered.size === 0) return offered;
  const exported = new Set<string>();
  for (const [, label, constant] of text.matchAll(definition)) {
    const name = label ?? constant;
    if (offered.has(name)) exported.add(name);
  }
  return exported;
}

/** Whether a program begins in a source. */
export const isProgram = (text: string): boolean => /(?:^|[\s;:])(?:main|_start):/.test(text);

/** Whether an `ecall` stands between the start of a program and the next label. */
export const setsNumberLate = (text: string): boolean =>
  /(?:^|[\s;:])(?:main|_start):[^:]*?\becall\b/.test(text);

/** Whether a source names other files. */
export const mayInclude = (text: string): boolean => /[.#][ \t]*inc(?:lude|bin)\b/i.test(text);
