/**
 * JSON as editors let people write it: with comments, and a comma behind the last of a list.
 * @throws SyntaxError
 */
export function parseJsonWithComments(text: string): unknown {
  const plain = text
    .replace(/("(?:[^"\\\n]|\\.)*")|\/\/.*|\/\*[^]*?\*\//g, '$1')
    .replace(/("(?:[^"\\\n]|\\.)*")|,(\s*[\]}])/g, '$1$2');
  return JSON.parse(plain);
}
