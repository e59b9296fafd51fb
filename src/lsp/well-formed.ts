// What a client says of its documents, before anything is built upon it.
import type { DidChangeTextDocumentParams, DidOpenTextDocumentParams } from 'vscode-languageserver';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const isIdentified = (value: unknown): value is Fields =>
  isObject(value) && typeof value['uri'] === 'string' && Number.isInteger(value['version']);

const isPosition = (value: unknown): boolean =>
  isObject(value) &&
  [value['line'], value['character']].every((one) => Number.isInteger(one) && Number(one) >= 0);

/** Whether parameters of `textDocument/didOpen` have the types of the protocol. */
export function isOpening(params: unknown): params is DidOpenTextDocumentParams {
  const document = isObject(params) ? params['textDocument'] : undefined;
  return (
    isIdentified(document) &&
    typeof document['languageId'] === 'string' &&
    typeof document['text'] === 'string'
  );
}

/** Whether parameters of `textDocument/didChange` have them. */
export function isChange(params: unknown): params is DidChangeTextDocumentParams {
  if (!isObject(params) || !isIdentified(params['textDocument'])) return false;
  const changes = params['contentChanges'];
  return (
    Array.isArray(changes) &&
    changes.every((change: unknown) => {
      if (!isObject(change) || typeof change['text'] !== 'string') return false;
      const { range } = change;
      return (
        range === undefined || (isObject(range) && isPosition(range['start']) && isPosition(range['end']))
      );
    })
  );
}
