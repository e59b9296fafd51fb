import { coalesced } from '../../base/coalesce';
import { messageOf } from '../../base/errors';
import type { ProtocolRowBody } from '../../protocol/requests';
import type { Bridge } from '../bridge';
import { html } from '../elements';
import { Pages } from './pages';
import { Table } from './table';

/** The table of limited direct execution as it happened: a page of it at a time, more as one scrolls. */
export class Protocol {
  private readonly pages: Pages;
  private readonly status = html('p', { role: 'status', class: 'status' });
  private readonly table = new Table((row) => this.choose(row));
  private readonly earlier = this.end('Earlier steps', () => this.pages.earlier());
  private readonly later = this.end('Later steps', () => this.pages.later());
  private chosen: number | undefined;

  readonly element = html(
    'section',
    { class: 'protocol', 'aria-label': 'Protocol' },
    this.status,
    this.earlier,
    this.table.element,
    this.later,
  );

  /** @param onChosen an instant was chosen here */
  constructor(
    private readonly bridge: Bridge,
    private readonly onChosen: (at: number) => void,
  ) {
    this.pages = new Pages(bridge);
  }

  /** The machine moved, or another session is looked at. That it is over is said by the timeline. */
  changed(session: string | undefined): void {
    if (session !== undefined) return this.update();
    // What was last seen of a run stays until there is another one.
    this.earlier.hidden = this.later.hidden = true;
    const isEmpty = this.pages.rows.length === 0;
    this.status.textContent = isEmpty
      ? 'The protocol of a run is shown here while a program is debugged.'
      : '';
  }

  /** An instant was chosen elsewhere. */
  reveal(at: number): void {
    this.find(at).catch((error: unknown) => this.fail(error));
  }

  private async find(at: number): Promise<void> {
    this.chosen = at;
    if (!this.pages.rows.some((row) => row.at === at)) {
      await this.pages.around(at);
      this.show();
    }
    this.table.mark(at);
  }

  private show(): void {
    const { rows, hasEarlier, hasLater } = this.pages;
    this.table.show(rows);
    this.table.mark(this.chosen);
    this.earlier.hidden = !hasEarlier;
    this.later.hidden = !hasLater;
    this.status.textContent = rows.length === 0 ? 'Nothing has happened yet.' : '';
  }

  private readonly update = coalesced(async () => {
    try {
      this.chosen = undefined;
      await this.pages.latest();
      this.show();
      this.table.scrollToEnd();
    } catch (error) {
      this.fail(error);
    }
  });

  private choose({ at, place }: ProtocolRowBody): void {
    this.chosen = at;
    this.table.mark(at);
    this.onChosen(at);
    if (place) this.bridge.say({ type: 'open', place, focus: false });
  }

  private fail(error: unknown): void {
    this.status.textContent = messageOf(error);
  }

  /** Rows behind it are fetched when one scrolls there, or by a click. */
  private end(words: string, action: () => Promise<void>): HTMLButtonElement {
    const button = html('button', { type: 'button', class: 'end', hidden: true }, words);
    const load = coalesced(async () => {
      try {
        await action();
        this.table.keeping(() => this.show());
      } catch (error) {
        this.fail(error);
      }
    });
    button.addEventListener('click', load);
    new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) load();
    }).observe(button);
    return button;
  }
}
