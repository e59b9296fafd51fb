/** A line of a text by its number (from 1), or by a label or function that begins in it; from 0. undefined: there is none. */
export function lineOf(text: string, anchor: string): number | undefined {
  const lines = text.split('\n');
  if (/^\d+$/.test(anchor)) return Math.min(Math.max(Number(anchor) - 1, 0), lines.length - 1);
  const name = anchor.replaceAll(/[^\w.$]/g, '').replaceAll(/[.$]/g, '\\$&');
  if (name === '') return undefined;
  const label = new RegExp(`^\\s*${name}:`);
  const definition = new RegExp(`^[A-Za-z_][\\w\\s*]*\\b${name}\\s*\\(`);
  const declared = new RegExp(`\\b${name}\\b.*[={]`);
  for (const pattern of [label, definition, declared]) {
    const index = lines.findIndex((line) => pattern.test(line) && !/;\s*$/.test(line.replace(/=.*/, '')));
    if (index >= 0) return index;
  }
  // Something that a macro makes, say.
  const used = new RegExp(`(?<![\\w.$])${name}(?![\\w.$])`);
  const index = lines.findIndex((line) => used.test(line.replace(/#.*|\/\/.*|\.glob[a]?l.*/, '')));
  return index < 0 ? undefined : index;
}
