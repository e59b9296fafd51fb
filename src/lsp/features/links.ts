import type { DocumentLink } from 'vscode-languageserver';
import type { SourceFile } from '../source/source-file';
import { joined } from '../uris';

/** The files that a source includes. */
export function links(file: SourceFile): DocumentLink[] {
  return file.includes.flatMap((include) => {
    const target = joined(file.uri, include.path);
    return target === undefined ? [] : [{ range: file.range(include), target, tooltip: 'Open this file' }];
  });
}
