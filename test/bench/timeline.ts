import type { TimelineBody } from '../../src/protocol/requests';
import { requests } from '../../src/dap/requests';
import type { Fact } from '../../src/debug/events/event';
import { History } from '../../src/debug/events/history';
import type { Session } from '../../src/dap/session';
import { WebviewPage } from '../webview/page';
import { median } from './measure';

/** Frames that are measured of each run. */
const FRAMES = 40;

export interface TimelineCosts {
  readonly events: number;
  /** Milliseconds from the beginning of a frame until it is laid out, while one scrolls: the median, and the slowest. */
  readonly frame: number;
  readonly slowest: number;
  /** Milliseconds of CPU time that the adapter takes for what the window shows, the slowest of all windows asked for. */
  readonly answer: number;
}

/** What a frame of the timeline costs while a run with so many events scrolls by. @param browser its executable */
export async function timelineCosts(browser: string, events: number): Promise<TimelineCosts> {
  const history = runWith(events);
  const instant = 20 * events;
  const names = new Map([1, 2, 3].map((pid) => [pid, `program-${pid}`]));
  const system = { machine: { instant }, kernel: undefined, programs: [] };
  const active = { history, names, system };
  const session = { active } as unknown as Session;
  let answer = 0;
  const opened = await WebviewPage.open('timeline', browser, (request, args) => {
    const began = process.cpuUsage();
    const body = requests.get(request)!.handle(session, args as never, undefined as never) as TimelineBody;
    const { user, system } = process.cpuUsage(began);
    answer = Math.max(answer, (user + system) / 1000);
    return body;
  });
  try {
    await opened.tell({ type: 'changed', session: 'bench' });
    await opened.page.locator('.lanes').waitFor();
    // All of it, as far as the window is wide; then into the run, so that there is something to scroll.
    await opened.page.getByRole('button', { name: 'Whole run' }).click();
    await opened.page.getByRole('application').focus();
    for (let i = 0; i < 3; i++) await opened.page.keyboard.press('+');
    const times: number[] = [];
    for (let i = 0; i < FRAMES; i++)
      times.push(await opened.page.evaluate(scrolledFrame, i % 20 < 10 ? 60 : -60));
    return { events, frame: median(times), slowest: Math.max(...times), answer };
  } finally {
    await opened.close();
  }
}

/** Scrolls by some pixels; milliseconds of the frame that follows, script and layout. Runs in the page. */
const scrolledFrame = (pixels: number): Promise<number> =>
  new Promise((resolve) =>
    requestAnimationFrame(() => {
      // Before the timeline's own work in the next frame; the task comes when that is laid out.
      requestAnimationFrame(() => {
        const began = performance.now();
        setTimeout(() => resolve(performance.now() - began));
      });
      const wheel = new WheelEvent('wheel', { deltaX: pixels, cancelable: true, bubbles: true });
      document.querySelector('.chart')!.dispatchEvent(wheel);
    }),
  );

/** System calls of three programs that take turns. */
function runWith(events: number): History {
  const history = new History();
  const of = (at: number, pid: number, from: 'user' | 'kernel', to: 'user' | 'kernel', fact: Fact): void => {
    const cause = fact.kind === 'trap' ? 8 : null;
    history.add({ at, cpu: 0, pid, name: `program-${pid}`, pc: 0x1024n, cause, from, to, ...fact });
  };
  for (let i = 0; i < events;) {
    const pid = 1 + (Math.floor(i / 200) % 3);
    if (i % 200 === 0) of(20 * i++, pid, 'kernel', 'kernel', { kind: 'switch', cpuIs: 'given' });
    of(20 * i++, pid, 'kernel', 'user', { kind: 'return', call: 13n, result: BigInt(i) });
    const call = { number: 13n, args: [1n, BigInt(i), 6n] };
    of(20 * i++ - 13, pid, 'user', 'kernel', { kind: 'trap', call });
  }
  return history;
}
