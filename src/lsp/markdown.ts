// What users write is shown as they wrote it: in the Markdown of hovers it could draw pictures from the network, links, or headings.

/** A text as plain words. */
export const plain = (text: string): string =>
  text.replace(/[\\`*_{}[\]()#+\-!|<>~&:@/=]/g, '\\$&').replace(/^(\s*\d+|.*\bwww)\./gim, '$1\\.');

/** A text as it stands, in a frame that nothing in it can end. */
export function fenced(text: string, language = 'riscv-asm'): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
