/** Files that a C compiler reads: sources, headers, assembly with a preprocessor. */
export const isCompiled = (path: string): boolean => /\.(c|h|S|inc)$/.test(path);

/**
 * What in a source names a file outside of its folder, for compilers that nothing else confines. It looks at the text before the
 * preprocessor does, so it refuses what it does not understand: an include of a macro, say.
 * @returns in words, to follow the name of the file; undefined: nothing
 */
export function outsideIn(text: string): string | undefined {
  // C23, 5.1.1.2: lines that end in a backslash are one; then comments go.
  const plain = text
    .replaceAll('\r', '')
    .replaceAll(/(?:\\|\?\?\/)[ \t]*\n/g, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ');
  for (const line of plain.split('\n')) {
    const directive = /^\s*(?:#|%:|\?\?=)\s*(include|include_next|import|embed)\b(.*)$/.exec(line);
    if (directive) {
      const path = /^\s*(?:"([^"]*)"|<([^>]*)>)/.exec(directive[2]);
      const named = path?.[1] ?? path?.[2];
      const isInside =
        named !== undefined && !/^[/\\]|^[A-Za-z]:/.test(named) && !named.split(/[/\\]/).includes('..');
      if (!isInside) return `includes what is not in its folder: ${line.trim().slice(0, 80)}`;
    }
  }
  return /incbin|\.\s*include|__has_embed/.test(plain.replaceAll(/"\s*"/g, ''))
    ? 'includes a file by other means than #include'
    : undefined;
}
