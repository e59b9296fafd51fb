import { messageOf, UserError } from './errors';

/** One end of a channel between two threads, as browsers and Node have it. */
export interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

interface Question {
  readonly id: number;
  readonly operation: string;
  readonly args: readonly unknown[];
}
type Reply = { readonly id: number } & ({ readonly result: unknown } | { readonly refused: string });

/** Asks the other end of a channel to do something. */
export type Ask = <T>(operation: string, ...args: readonly unknown[]) => Promise<T>;

/** What can be asked of the other end of a channel. Questions reject with a UserError in its words. */
export function askThrough(port: Port): Ask {
  const waiting = new Map<number, (reply: Reply) => void>();
  let count = 0;
  port.onmessage = ({ data }) => {
    const reply = data as Reply;
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  };
  return <T>(operation: string, ...args: readonly unknown[]) =>
    new Promise<T>((resolve, reject) => {
      const id = ++count;
      waiting.set(id, (reply) =>
        'refused' in reply ? reject(new UserError(reply.refused)) : resolve(reply.result as T),
      );
      port.postMessage({ id, operation, args } satisfies Question);
    });
}

/** Answers the questions of the other end by these functions, and by no others. */
export function answerThrough(
  port: Port,
  operations: Readonly<Record<string, (...args: never[]) => unknown>>,
): void {
  port.onmessage = ({ data }) => {
    const { id, operation, args } = data as Question;
    Promise.resolve()
      .then(() => {
        if (!Object.hasOwn(operations, operation)) throw new UserError(`there is no ${operation}`);
        return operations[operation](...(args as never[]));
      })
      .then(
        (result) => port.postMessage({ id, result } satisfies Reply),
        (error: unknown) => port.postMessage({ id, refused: messageOf(error) } satisfies Reply),
      );
  };
}
