import type { ServerOptions } from '../../src/lsp/server';

/** What a server has begun and not done: files on their way to it, and work that it has put off. */
export class Work {
  private begun = 0;
  private waiting: (() => void)[] = [];

  /** These options, with everything that is done by them counted. */
  watching({ files, soon }: ServerOptions): ServerOptions {
    return {
      files: {
        list: (folder, depth) => this.until(files.list(folder, depth)),
        read: (uri) => this.until(files.read(uri)),
        real: (uri) => this.until(files.real(uri)),
      },
      soon: (work) => {
        this.begun++;
        soon(() => {
          try {
            work();
          } finally {
            this.done();
          }
        });
      },
    };
  }

  /** Settles when the server does nothing until it gets another message. */
  async atRest(): Promise<void> {
    while (this.begun > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private until<T>(work: Promise<T>): Promise<T> {
    this.begun++;
    return work.finally(() => this.done());
  }

  /** What follows from it at once, such as reading the next file, is to begin before it counts as done. */
  private done(): void {
    setImmediate(() => {
      if (--this.begun > 0) return;
      for (const resolve of this.waiting.splice(0)) resolve();
    });
  }
}
