import type { LabThread } from './thread';
import type { LabQuestion, LabReply, LabRequestName, LabRequests } from '../../protocol/labs';

/** Reads labs and runs their checks in a thread of its own, which begins when it is first asked. */
export class LabService {
  private worker: LabThread | undefined;
  private count = 0;
  private readonly waiting = new Map<number, (reply: LabReply) => void>();

  /** @param open starts the thread */
  constructor(private readonly open: () => LabThread) {}

  /** @throws Error in words, when it is refused, or given up */
  async ask<R extends LabRequestName>(request: R, args: LabRequests[R][0]): Promise<LabRequests[R][1]> {
    const worker = (this.worker ??= this.begin());
    const id = ++this.count;
    const question: LabQuestion = { id, request, args };
    const reply = await new Promise<LabReply>((resolve) => {
      this.waiting.set(id, resolve);
      worker.send(question);
    });
    if ('refused' in reply) throw new Error(reply.refused);
    return reply.answer;
  }

  /** Gives up all that is asked: a run cannot be told to end. */
  cancel(): void {
    this.worker?.close();
    this.isGone('it was cancelled');
  }

  dispose(): void {
    this.cancel();
  }

  private begin(): LabThread {
    const worker = this.open();
    worker.onReply((reply) => {
      this.waiting.get(reply.id)?.(reply);
      this.waiting.delete(reply.id);
    });
    worker.onFailure((why) => {
      if (this.worker === worker) this.isGone(why);
    });
    return worker;
  }

  private isGone(why: string): void {
    this.worker = undefined;
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const [id, resolve] of waiting) resolve({ id, refused: why });
  }
}
