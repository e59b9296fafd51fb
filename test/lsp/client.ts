// A client of the language server over a real connection: messages are framed, sent and read as between two processes.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { nodeOptions, serveStreams } from '../../src/lsp/node-serve';
import { Work } from './work';

/** Marks a place in a text; it is taken out before the text is used. */
const CARET = '‸';

export type Streams = readonly [
  toServer: NodeJS.WritableStream,
  fromServer: NodeJS.ReadableStream,
  /** What the server is about, where that can be seen. */
  work?: Work,
];

/** A server in this process, at the other ends of two streams. */
export function inProcess(): Streams {
  const toServer = new PassThrough();
  const fromServer = new PassThrough();
  const work = new Work();
  serveStreams(toServer, fromServer, work.watching(nodeOptions));
  return [toServer, fromServer, work];
}

/** This server says everything in plain text. */
type Mistake = Diagnostic & { message: string };

export class Client {
  private readonly published = new Map<string, PublishDiagnosticsParams>();
  private readonly texts = new Map<string, string>();
  private readonly versions = new Map<string, number>();
  private news: () => void = () => {};

  private constructor(
    private readonly connection: ProtocolConnection,
    readonly folder: string,
    readonly initialized: InitializeResult,
    private readonly work: Work | undefined,
  ) {
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.set(params.uri, params);
      this.news();
    });
  }

  /** Starts with a workspace folder that holds these files. */
  static async start(
    files: Readonly<Record<string, string>> = {},
    [toServer, fromServer, work]: Streams = inProcess(),
    capabilities: ClientCapabilities = {},
  ): Promise<Client> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-lsp-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const connection = createProtocolConnection(
      new StreamMessageReader(fromServer),
      new StreamMessageWriter(toServer),
    );
    connection.listen();
    const uri = pathToFileURL(folder).href;
    const initialized: InitializeResult = await connection.sendRequest('initialize', {
      processId: null,
      rootUri: uri,
      capabilities,
      workspaceFolders: [{ uri, name: 'test' }],
    });
    const client = new Client(connection, folder, initialized, work);
    await connection.sendNotification('initialized', {});
    return client;
  }

  uri(name: string): string {
    return pathToFileURL(path.resolve(this.folder, name)).href;
  }

  /** Opens a document, and returns the place of its caret. */
  async open(name: string, marked: string): Promise<Position> {
    const text = marked.replace(CARET, '');
    const uri = this.uri(name);
    this.texts.set(name, text);
    this.versions.set(name, 1);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'riscv-asm', version: 1, text },
    });
    return positionAt(marked, Math.max(0, marked.indexOf(CARET)));
  }

  /** Replaces a range of an open document. */
  async edit(name: string, range: Range, text: string): Promise<void> {
    const before = this.texts.get(name)!;
    this.texts.set(
      name,
      before.slice(0, offsetAt(before, range.start)) + text + before.slice(offsetAt(before, range.end)),
    );
    const version = this.versions.get(name)! + 1;
    this.versions.set(name, version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri(name), version },
      contentChanges: [{ range, text }],
    });
  }

  async close(name: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: this.uri(name) },
    });
  }

  text(name: string): string {
    return this.texts.get(name)!;
  }

  /** What is wrong with a document, when that fits its latest version and satisfies a condition. */
  async diagnostics(
    name: string,
    holds: (found: readonly Mistake[]) => boolean = () => true,
  ): Promise<Mistake[]> {
    for (;;) {
      const params = this.published.get(this.uri(name));
      const found = params?.diagnostics as Mistake[];
      if (params?.version === this.versions.get(name) && holds(found)) return found;
      await new Promise<void>((resolve) => (this.news = resolve));
    }
  }

  /** What is wrong with a document when a server in this process has nothing more to say of it. */
  async settled(name: string): Promise<Mistake[]> {
    assert.ok(this.work, 'of a server in another process nobody sees when it is at rest');
    // Messages are read in order: behind an answer, all that was sent before has been read.
    await this.ask('textDocument/documentSymbol', name);
    await this.work.atRest();
    // And they are sent in order: behind an answer, all that was said before is here.
    await this.ask('textDocument/documentSymbol', name);
    return this.diagnostics(name);
  }

  /** Asks about a document, at a position if there is one. */
  async ask<T>(method: string, name: string, position?: Position, more: object = {}): Promise<T> {
    return this.connection.sendRequest(method, {
      textDocument: { uri: this.uri(name) },
      ...(position ? { position } : {}),
      ...more,
    });
  }

  async request<T>(method: string, params: object): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  async notify(method: string, params: object): Promise<void> {
    await this.connection.sendNotification(method, params);
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

export function offsetAt(text: string, { line, character }: Position): number {
  const lines = text.split('\n').slice(0, line);
  return lines.reduce((sum, one) => sum + one.length + 1, 0) + character;
}

/** The characters of a range. */
export const slice = (text: string, range: Range): string =>
  text.slice(offsetAt(text, range.start), offsetAt(text, range.end));
