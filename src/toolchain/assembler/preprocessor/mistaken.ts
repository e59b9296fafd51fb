import type { Diagnostics } from '../text/diagnostics';
import type { Source } from '../text/source';

const directive = /^[ \t]*#(define|include|if|ifdef|ifndef|elif|else|endif|undef|error)\b.*/gm;

/** In a `.s` file such lines are comments to every assembler; whoever writes one most likely means something else. */
export function reportPreprocessorLines(source: Source, diagnostics: Diagnostics): void {
  for (const match of source.text.matchAll(directive)) {
    const [text, name] = match;
    const start = match.index + text.indexOf('#');
    const span = { source, start, end: match.index + text.trimEnd().length };
    diagnostics.warning(
      span,
      `'#${name}' is a comment in a .s file`,
      'constants: .equ NAME, value; a .S file has the C preprocessor',
    );
  }
}
