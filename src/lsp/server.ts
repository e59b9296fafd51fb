import {
  CodeActionKind,
  type Connection,
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type ServerCapabilities,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import packageJson from '../../package.json';
import { messageOf } from '../base/errors';
import type { Files } from './files';
import { diagnostics, SOURCE } from './features/diagnostics';
import { legend } from './features/semantic-tokens';
import { routeRequests } from './requests';
import { Settings } from './settings';
import type { SourceFile } from './source/source-file';
import { isChange, isOpening } from './well-formed';
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
  const settings = new Settings();
  let folders: string[] = [];
  let client: InitializeParams['capabilities'] = {};

  connection.onInitialize((params) => {
    client = params.capabilities;
    const { rootUri } = params as { rootUri?: string | null };
    folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    const { readable } = (params.initializationOptions ?? {}) as { readable?: unknown };
    if (Array.isArray(readable)) workspace.allow(readable.filter((one) => typeof one === 'string'));
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

  connection.onDidChangeWatchedFiles(({ changes }) => {
    const read = async (): Promise<void> => {
      for (const { uri } of changes) await workspace.readFile(uri);
      publisher.publishAll();
    };
    told(read());
  });

  const publisher = new Publisher(connection, workspace, settings, soon);
  /** Nobody waits for an answer to a notification: what goes wrong behind one is told to whoever reads the log. */
  const told = (work: Promise<unknown>): void =>
    void work.catch((error: unknown) => connection.console.error(messageOf(error)));
  documents.onDidChangeContent(({ document }) => {
    // The document object lives on with every change; a source is one version of it.
    const { uri, languageId, version } = document;
    workspace.update(TextDocument.create(uri, languageId, version, document.getText()));
    publisher.changed(uri);
  });
  documents.onDidOpen(({ document: { uri } }) => {
    const around = async (): Promise<void> => {
      await workspace.ready;
      const before = workspace.state;
      await workspace.readAround(uri);
      if (workspace.state !== before) publisher.publishAll(uri);
    };
    told(around());
  });
  documents.onDidClose(({ document: { uri } }) => {
    workspace.close(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
    publisher.publishAll();
  });

  connection.onDidChangeConfiguration(({ settings: raw }) => {
    settings.read(raw);
    void connection.languages.inlayHint.refresh().catch(() => {});
    publisher.publishAll();
  });
  routeRequests(connection, workspace, settings);
  documents.listen(onlyWellFormed(connection));
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
    private readonly settings: Settings,
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
    if (file !== undefined) this.publish(file);
    if (this.waiting.size > 0) this.soon(() => this.next());
  }

  /** A document that cannot be worked through has that as its diagnostic; the others go on. */
  private publish(file: SourceFile): void {
    const { uri } = file;
    const { version } = file.document;
    const fail = (error: unknown): void => {
      const start = { line: 0, character: 0 };
      const message = `the language server fails on this document: ${messageOf(error)}\nthis is a mistake of Trapframe: please report it, with this source`;
      const failure = {
        range: { start, end: start },
        severity: DiagnosticSeverity.Error,
        source: SOURCE,
        message,
      };
      void this.connection.sendDiagnostics({ uri, version, diagnostics: [failure] });
    };
    try {
      const found = diagnostics(this.workspace, file, this.settings);
      void this.connection.sendDiagnostics({ uri, version, diagnostics: found });
      this.workspace.fetchIncluded(file).then((isNews) => {
        if (isNews) this.publishAll(uri);
      }, fail);
    } catch (error) {
      fail(error);
    }
  }
}

/** Documents of clients that do not keep to the protocol are left out: half of one would fail wherever it is read. */
function onlyWellFormed(connection: Connection): Parameters<TextDocuments<TextDocument>['listen']>[0] {
  const refuse = (method: string): void =>
    connection.console.error(`${method}: the parameters are malformed`);
  return {
    onDidCloseTextDocument: (handler) => connection.onDidCloseTextDocument(handler),
    onWillSaveTextDocument: (handler) => connection.onWillSaveTextDocument(handler),
    onWillSaveTextDocumentWaitUntil: (handler) => connection.onWillSaveTextDocumentWaitUntil(handler),
    onDidSaveTextDocument: (handler) => connection.onDidSaveTextDocument(handler),
    onDidOpenTextDocument: (handler) =>
      connection.onDidOpenTextDocument((params) =>
        isOpening(params) ? handler(params) : refuse('textDocument/didOpen'),
      ),
    onDidChangeTextDocument: (handler) =>
      connection.onDidChangeTextDocument((params) =>
        isChange(params) ? handler(params) : refuse('textDocument/didChange'),
      ),
  };
}
