/**
 * One name for one file: editors and Node spell a URI in several ways; what is percent-encoded differs, and the case of a drive
 * letter. To the assembler, which knows paths, these names are paths.
 */
export function keyOf(uri: string): string {
  try {
    return decodeURIComponent(uri).replace(/^file:\/\/\/[A-Z]:/, (start) => start.toLowerCase());
  } catch {
    return uri;
  }
}

/** The name of a file in its folder. */
export const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** The URI of a file by its name here. */
export const uriOf = (key: string): string =>
  key
    .split('/')
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/');

/** The URI of a path as a source names it; undefined when there is none, as in a document without a file. */
export function joined(uri: string, path: string): string | undefined {
  try {
    return new URL(path.split('/').map(encodeURIComponent).join('/'), uri).href;
  } catch {
    return undefined;
  }
}
