import {
  type CodeActionParams,
  type Connection,
  type Position,
  type Range,
  ResponseError,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import { messageOf } from '../base/errors';
import { codeActions } from './features/code-actions';
import { completion, resolveCompletion } from './features/completion';
import { explain, type Values } from './features/explain';
import { folding } from './features/folding';
import { hover } from './features/hover';
import { inlayHints } from './features/inlay-hints';
import { links } from './features/links';
import { declaration, definition, highlights, references } from './features/navigation';
import { prepareRename, rename } from './features/rename';
import { semanticTokens } from './features/semantic-tokens';
import { signatureHelp } from './features/signature-help';
import { documentSymbols, workspaceSymbols } from './features/symbols';
import type { Settings } from './settings';
import type { SourceFile } from './source/source-file';
import type { Workspace } from './workspace';

interface InDocument {
  readonly textDocument: TextDocumentIdentifier;
}
interface AtPosition extends InDocument {
  readonly position: Position;
}
interface InRange extends InDocument {
  readonly range: Range;
}

/** Which feature answers which request. Of documents that nobody knows there is nothing to say. */
export function routeRequests(connection: Connection, workspace: Workspace, settings: Settings): void {
  const inFile =
    <P extends InDocument, R>(answer: (file: SourceFile, params: P) => R) =>
    async (params: P): Promise<R | null> => {
      await workspace.ready;
      const file = workspace.file(params.textDocument.uri);
      if (file === undefined) return null;
      try {
        return answer(file, params);
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        connection.console.error(`${file.uri}: ${messageOf(error)}`);
        return null;
      }
    };
  const at = <P extends AtPosition, R>(answer: (file: SourceFile, offset: number, params: P) => R) =>
    inFile((file, params: P) => answer(file, file.document.offsetAt(params.position), params));
  const within = <P extends InRange, R>(answer: (file: SourceFile, from: number, to: number) => R) =>
    inFile((file, { range }: P) =>
      answer(file, file.document.offsetAt(range.start), file.document.offsetAt(range.end)),
    );

  connection.onCompletion(at((file, offset) => completion(workspace, file, offset)));
  connection.onCompletionResolve((item) => resolveCompletion(workspace, item));
  connection.onHover(at((file, offset) => hover(workspace, file, offset) ?? null));
  connection.onSignatureHelp(at((file, offset) => signatureHelp(workspace, file, offset) ?? null));
  connection.onDefinition(at((file, offset) => definition(workspace, file, offset)));
  connection.onDeclaration(at((file, offset) => declaration(workspace, file, offset)));
  connection.onReferences(
    at((file, offset, { context }: AtPosition & { context: { includeDeclaration: boolean } }) =>
      references(workspace, file, offset, context.includeDeclaration),
    ),
  );
  connection.onDocumentHighlight(at((file, offset) => highlights(workspace, file, offset)));
  connection.onPrepareRename(at((file, offset) => prepareRename(workspace, file, offset)));
  connection.onRenameRequest(
    at((file, offset, { newName }: AtPosition & { newName: string }) =>
      rename(workspace, file, offset, newName),
    ),
  );
  connection.onDocumentSymbol(inFile(documentSymbols));
  connection.onWorkspaceSymbol(async ({ query }) => {
    await workspace.ready;
    return workspaceSymbols(workspace, query);
  });
  connection.onFoldingRanges(inFile(folding));
  connection.onDocumentLinks(inFile(links));
  connection.languages.semanticTokens.on(
    async (params) => (await inFile((file) => semanticTokens(workspace, file))(params)) ?? { data: [] },
  );
  connection.languages.semanticTokens.onRange(
    async (params) =>
      (await within((file, from, to) => semanticTokens(workspace, file, from, to))(params)) ?? { data: [] },
  );
  connection.languages.inlayHint.on(
    within((file, from, to) => inlayHints(workspace, file, from, to, settings.hints)),
  );
  connection.onRequest(
    'trapframe/explain',
    at(
      (file, offset, { values, memory }: AtPosition & { values: Values; memory?: string }) =>
        explain(workspace, file, offset, values, memory) ?? null,
    ),
  );
  connection.onCodeAction(
    inFile((file, { context }: CodeActionParams) => codeActions(file, context.diagnostics)),
  );
}
