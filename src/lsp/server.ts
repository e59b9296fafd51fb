import {
  CodeActionKind,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type ServerCapabilities,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import packageJson from '../../package.json';
import type { Files } from './files';
import { diagnostics } from './features/diagnostics';
import { legend } from './features/semantic-tokens';
import { routeRequests } from './requests';
import { Workspace } from './workspace';

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { resolveProvider: true, triggerCharacters: ['.', '%'] },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: [' ', ','] },
  definitionProvider: true,
  declarationProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  semanticTokensProvider: { legend, full: true, range: true },
  inlayHintProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  documentLinkProvider: {},
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

export interface ServerOptions {
  readonly files: Files;
  /** Does something as soon as the messages that wait have been read. */
  readonly soon: (work: () => void) => void;
}

/** Serves one client until it goes away. */
export function startServer(connection: Connection, { files, soon }: ServerOptions): void {
  const workspace = new Workspace(files);
  const documents = new TextDocuments(TextDocument);
  let folders: string[] = [];
  let client: InitializeParams['capabilities'] = {};

  connection.onInitialize((params) => {
    client = params.capabilities;
    const { rootUri } = params as { rootUri?: string | null };
    folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    return { capabilities, serverInfo: { name: 'trapframe', version: packageJson.version } };
  });

  connection.onInitialized(async () => {
    const scanned = workspace.scan(folders);
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = [{ globPattern: '**/*.{s,S,inc,c,h,ld,lds}' }];
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
        for (const { uri } of removed) workspace.forget(uri);
        await workspace.scan(added.map(({ uri }) => uri));
        publisher.publishAll();
      });
    }
    await scanned;
    publisher.publishAll();
  });

  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    for (const { uri } of changes) await workspace.readFile(uri);
    publisher.publishAll();
  });

  const publisher = new Publisher(connection, workspace, soon);
  documents.onDidChangeContent(({ document }) => {
    // The document object lives on with every change; a source is one version of it.
    const { uri, languageId, version } = document;
    workspace.update(TextDocument.create(uri, languageId, version, document.getText()));
    publisher.changed(uri);
  });
  documents.onDidOpen(async ({ document: { uri } }) => {
    await workspace.ready;
    const before = workspace.state;
    await workspace.readAround(uri);
    if (workspace.state !== before) publisher.publishAll(uri);
  });
  documents.onDidClose(({ document: { uri } }) => {
    workspace.close(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
    publisher.publishAll();
  });

  routeRequests(connection, workspace);
  documents.listen(connection);
  connection.listen();
}

/**
 * Tells the client what is wrong with open documents: with the one that changed at once, with the others when it changed what
 * sources offer each other. Of changes that come faster than they are worked through, the last one counts.
 */
class Publisher {
  private readonly waiting = new Set<string>();
  private state = -1;

  constructor(
    private readonly connection: Connection,
    private readonly workspace: Workspace,
    private readonly soon: (work: () => void) => void,
  ) {}

  changed(uri: string): void {
    if (this.workspace.state !== this.state) return this.publishAll(uri);
    this.queue([uri]);
  }

  publishAll(first?: string): void {
    this.state = this.workspace.state;
    const others = this.workspace.openFiles.map(({ uri }) => uri);
    this.queue(first === undefined ? others : [first, ...others]);
  }

  private queue(uris: readonly string[]): void {
    const isIdle = this.waiting.size === 0;
    for (const uri of uris) this.waiting.add(uri);
    // Before all sources have been read, names that they define would be called undefined.
    if (isIdle && this.waiting.size > 0) void this.workspace.ready.then(() => this.soon(() => this.next()));
  }

  private next(): void {
    const [uri] = this.waiting;
    this.waiting.delete(uri);
    const file = this.workspace.file(uri);
    if (file !== undefined) {
      void this.connection.sendDiagnostics({
        uri,
        version: file.document.version,
        diagnostics: diagnostics(this.workspace, file),
      });
      void this.workspace.fetchIncluded(file).then((isNews) => {
        if (isNews) this.publishAll(uri);
      });
    }
    if (this.waiting.size > 0) this.soon(() => this.next());
  }
}
