const ABSOLUTE = /^(\/|[A-Za-z]:\/)/;

/**
 * A file's path as a line table gives it in parts: later parts are relative to earlier ones unless they
 * are absolute. `.` and `..` are resolved and separators are `/` on every host, so that one file has one name.
 */
export function joinPath(...parts: readonly string[]): string {
  let path = '';
  for (const part of parts) {
    const next = part.replaceAll('\\', '/');
    if (ABSOLUTE.test(next)) path = next;
    else if (next !== '') path = path === '' ? next : `${path}/${next}`;
  }
  return normalize(path);
}

function normalize(path: string): string {
  const root = ABSOLUTE.exec(path)?.[0] ?? '';
  const kept: string[] = [];
  for (const part of path.slice(root.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (root === '') kept.push(part);
  }
  return root + kept.join('/');
}
