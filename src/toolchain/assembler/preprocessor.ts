import type { Diagnostics } from './diagnostics';
import type { Source } from './source';

const directive = /^[ \t]*#[ \t]*(define|include|if|ifdef|ifndef|elif|else|endif|undef|error)\b.*/gm;

/**
 * In a `.S` file such lines are for the C preprocessor, which does not run here: better an error than a comment. In a `.s`
 * file they are comments to every assembler; whoever writes one without a space most likely means something else.
 */
export function reportPreprocessorLines(source: Source, diagnostics: Diagnostics): void {
  const isPreprocessed = source.path.endsWith('.S');
  for (const match of source.text.matchAll(directive)) {
    const [text, name] = match;
    const start = match.index + text.indexOf('#');
    const span = { source, start, end: match.index + text.trimEnd().length };
    if (isPreprocessed) {
      diagnostics.error(
        span,
        `the C preprocessor's #${name} is not supported`,
        'constants: .equ NAME, value',
      );
    } else if (text.startsWith(`#${name}`)) {
      diagnostics.warning(span, `'#${name}' is a comment in assembly`, 'constants: .equ NAME, value');
    }
  }
}
