import type { ProtocolRowBody } from '../../protocol/requests';
import type { Bridge } from '../bridge';

/** Rows that are asked for at a time, and rows that are on the page at most: a run has millions. */
const PAGE = 200;
const MOST = 600;

/** A stretch of the protocol's rows that can grow at both ends, and lets go of rows at the other end when it does. */
export class Pages {
  rows: readonly ProtocolRowBody[] = [];
  /** There is more before the first row, or behind the last one. */
  hasEarlier = false;
  hasLater = false;

  constructor(private readonly bridge: Pick<Bridge, 'ask'>) {}

  /** The newest rows. */
  async latest(): Promise<void> {
    const { rows, truncated } = await this.bridge.ask('trapframe/protocol', { limit: PAGE });
    this.rows = rows;
    this.hasEarlier = truncated;
    this.hasLater = false;
  }

  /** The rows around an instant. */
  async around(at: number): Promise<void> {
    const before = await this.bridge.ask('trapframe/protocol', { to: at, limit: PAGE / 2 });
    const after = await this.bridge.ask('trapframe/protocol', {
      from: at + 1,
      limit: PAGE / 2,
      oldest: true,
    });
    this.rows = [...before.rows, ...after.rows];
    this.hasEarlier = before.truncated;
    this.hasLater = after.truncated;
  }

  async earlier(): Promise<void> {
    const [first] = this.rows;
    if (!first || !this.hasEarlier) return;
    const { rows, truncated } = await this.bridge.ask('trapframe/protocol', { to: first.at, limit: PAGE });
    // Rows of the first instant may have been left out: it comes once more, whole.
    const kept = this.rows.filter(({ at }) => at > first.at);
    this.hasEarlier = truncated;
    this.hasLater ||= rows.length + kept.length > MOST;
    this.rows = [...rows, ...kept].slice(0, MOST);
  }

  async later(): Promise<void> {
    const last = this.rows.at(-1);
    if (!last || !this.hasLater) return;
    const { rows, truncated } = await this.bridge.ask('trapframe/protocol', {
      from: last.at,
      limit: PAGE,
      oldest: true,
    });
    const kept = this.rows.filter(({ at }) => at < last.at);
    this.hasLater = truncated;
    this.hasEarlier ||= rows.length + kept.length > MOST;
    this.rows = [...kept, ...rows].slice(-MOST);
  }
}
