import type { Worker } from 'node:worker_threads';
import type { LabQuestion, LabReply, LabRequestName, LabRequests } from '../../protocol/labs';

/** Reads labs and runs their checks in a thread of its own, which begins when it is first asked. */
export class LabService {
  private worker: Worker | undefined;
  private count = 0;
  private readonly waiting = new Map<number, (reply: LabReply) => void>();

  /** @param open starts the thread */
  constructor(private readonly open: () => Worker) {}

  /** @throws Error in words, when it is refused, or given up */
  async ask<R extends LabRequestName>(request: R, args: LabRequests[R][0]): Promise<LabRequests[R][1]> {
    const worker = (this.worker ??= this.begin());
    const id = ++this.count;
    const question: LabQuestion = { id, request, args };
    const reply = await new Promise<LabReply>((resolve) => {
      this.waiting.set(id, resolve);
      worker.postMessage(question);
    });
    if ('refused' in reply) throw new Error(reply.refused);
    return reply.answer;
  }

  /** Gives up all that is asked: a run cannot be told to end. */
  cancel(): void {
    void this.worker?.terminate();
    this.isGone('it was cancelled');
  }

  dispose(): void {
    this.cancel();
  }

  private begin(): Worker {
    const worker = this.open();
    worker.on('message', (reply: LabReply) => {
      this.waiting.get(reply.id)?.(reply);
      this.waiting.delete(reply.id);
    });
    const gone = (why: string): void => {
      if (this.worker === worker) this.isGone(why);
    };
    worker.on('error', (error: Error) => gone(error.message));
    worker.on('exit', () => gone('the thread that runs checks has ended'));
    return worker;
  }

  private isGone(why: string): void {
    this.worker = undefined;
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const [id, resolve] of waiting) resolve({ id, refused: why });
  }
}
