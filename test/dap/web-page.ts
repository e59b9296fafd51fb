// Runs in a page of a browser: an adapter in a web worker, the files that it may read, and what it has said.
import type { FileSystem } from '../../src/base/files';
import { serveFiles } from '../../src/base/remote-files';
import { Receipts } from '../../src/protocol/worker';

interface Message {
  readonly type: string;
  readonly event: string;
  readonly request_seq: number;
  readonly success: boolean;
  readonly message: string;
  readonly body: { readonly category?: string; readonly output?: string };
}

/** What the test reaches by its name. */
const page = globalThis as unknown as {
  /** The bundle. */
  readonly script: string;
  /** In base64; of the test's own computer. */
  readFile(uri: string): Promise<string>;
  printed: string;
  restartWorker(): void;
  ask(command: string, args: unknown): Promise<unknown>;
  nextEvent(name: string): Promise<unknown>;
};

const files: FileSystem = {
  readFile: async (path) =>
    Uint8Array.from(atob(await page.readFile(path)), (character) => character.charCodeAt(0)),
  exists: async () => false,
  realPath: async (path) => path,
  readFolder: async (path) => {
    throw new Error(`${path} is no folder`);
  },
};

const address = URL.createObjectURL(new Blob([page.script], { type: 'text/javascript' }));
const answers = new Map<number, (message: Message) => void>();
const events: Message[] = [];
let arrived: () => void = () => undefined;
let worker: Worker | undefined;
let seq = 0;

page.restartWorker = () => {
  worker?.terminate();
  worker = new Worker(address);
  events.length = 0;
  page.printed = '';
  const { port1, port2 } = new MessageChannel();
  serveFiles(port1, files);
  const places = { builtinKernel: 'lab:/dist/kernel/kernel.elf', sourceRoot: 'lab:', folder: 'lab:' };
  worker.postMessage({ ...places, files: port2 }, [port2]);
  const receipts = new Receipts((receipt) => worker?.postMessage(receipt));
  worker.onmessage = ({ data }: MessageEvent<Message>) => {
    receipts.took();
    if (data.type === 'response') return answers.get(data.request_seq)?.(data);
    if (data.event === 'output' && data.body.category === 'stdout') page.printed += data.body.output;
    events.push(data);
    arrived();
  };
};

page.ask = (command, args) =>
  new Promise((resolve, reject) => {
    answers.set(++seq, ({ success, body, message }) =>
      success ? resolve(body) : reject(new Error(message)),
    );
    worker!.postMessage({ seq, type: 'request', command, arguments: args });
  });

page.nextEvent = async (name) => {
  for (;;) {
    const message = events.shift();
    if (message?.event === name) return message.body;
    if (!message) await new Promise<void>((resolve) => (arrived = resolve));
  }
};

page.restartWorker();
