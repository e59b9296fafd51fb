import type { FileLimit } from '../base/file-limits';
import { messageOf, UserError } from '../base/errors';
import type { FileSystem } from '../base/files';

/** One end of a channel between two threads, as browsers and Node have it. */
export interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

type Operation = keyof FileSystem;
interface Question {
  readonly id: number;
  readonly operation: Operation;
  readonly path: string;
  /** Of what is read. */
  readonly limit?: FileLimit;
}
type Reply = { readonly id: number } & ({ readonly result: unknown } | { readonly refused: string });

/** The files that the other end of a channel gives out: how a worker reaches those of an editor in a browser. */
export function remoteFiles(port: Port): FileSystem {
  const waiting = new Map<number, (reply: Reply) => void>();
  let count = 0;
  port.onmessage = ({ data }) => {
    const reply = data as Reply;
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  };
  const ask = <T>(operation: Operation, path: string, limit?: FileLimit): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = ++count;
      waiting.set(id, (reply) =>
        'refused' in reply ? reject(new UserError(reply.refused)) : resolve(reply.result as T),
      );
      port.postMessage({ id, operation, path, ...(limit && { limit }) } satisfies Question);
    });
  return {
    readFile: (path, limit) => ask('readFile', path, limit),
    exists: (path) => ask('exists', path),
    realPath: (path) => ask('realPath', path),
    readFolder: (path) => ask('readFolder', path),
  };
}

/** Gives out files to the other end of a channel. */
export function serveFiles(port: Port, files: FileSystem): void {
  port.onmessage = ({ data }) => {
    const { id, operation, path, limit } = data as Question;
    Promise.resolve(files[operation](path, limit)).then(
      (result) => port.postMessage({ id, result } satisfies Reply),
      (error: unknown) => port.postMessage({ id, refused: messageOf(error) } satisfies Reply),
    );
  };
}
