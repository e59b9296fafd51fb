/** What who opened an adapter in a worker thread tells it besides requests: so many more of its messages have been taken. */
export interface Receipt {
  readonly type: 'receipt';
  readonly count: number;
}

/** Messages that a receipt is for. */
const TOGETHER = 16;

/** Writes receipts for what a worker has sent: it waits while too little has been taken. */
export class Receipts {
  private count = 0;

  constructor(private readonly send: (receipt: Receipt) => void) {}

  /** One more message has been taken. */
  took(): void {
    if (++this.count < TOGETHER) return;
    this.send({ type: 'receipt', count: this.count });
    this.count = 0;
  }
}
