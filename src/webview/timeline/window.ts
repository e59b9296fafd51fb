/** The part of a run that is seen: instants from `from` up to `to`. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Instants that are seen at least: zooming in ends where single steps are wide. */
const NARROWEST = 4;
/** The share of a window that may be empty, behind the instant of the machine. */
const BEYOND = 0.05;

/** Makes the window narrower (factor below 1) or wider, around an instant that stays where it is; never beyond the run. */
export function zoom({ from, to }: Window, factor: number, around: number, now: number): Window {
  const widest = Math.max(NARROWEST, Math.ceil(now * (1 + 2 * BEYOND)));
  const width = Math.min(widest, Math.max(NARROWEST, (to - from) * factor));
  const share = to > from ? (around - from) / (to - from) : 0.5;
  return within({ from: around - share * width, to: around + (1 - share) * width }, now);
}

/** Moves the window by a share of its width. */
export function pan({ from, to }: Window, share: number, now: number): Window {
  const by = (to - from) * share;
  return within({ from: from + by, to: to + by }, now);
}

/** The window, moved so that an instant is in it. */
export function revealing(window: Window, at: number, now: number): Window {
  if (at >= window.from && at <= window.to) return window;
  return around(at, window.to - window.from, now);
}

/** A window with an instant in its middle. */
export const around = (at: number, width: number, now: number): Window =>
  within({ from: at - width / 2, to: at + width / 2 }, now);

/** Whole instants, not before the reset; what is beyond now is moved back. */
function within({ from, to }: Window, now: number): Window {
  const width = Math.max(NARROWEST, Math.round(to - from));
  const last = Math.max(Math.ceil(now + width * BEYOND), width);
  const start = Math.min(Math.max(0, Math.round(from)), last - width);
  return { from: start, to: start + width };
}
