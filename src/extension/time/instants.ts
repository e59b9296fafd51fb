/** The recording as far as it goes, and where in it the machine stands: instants. */
export interface Extent {
  readonly now: number;
  readonly end: number;
}

const ALLOWED =
  'a count of steps such as 1204331, a share of the recording such as 50 %, or +100 or -100 from here';

/**
 * The instant that somebody means who writes `1 204 331`, `50 %` of the recording, or `+100` or `-100` steps from here.
 * @throws Error that says what is allowed
 */
export function instantMeant(text: string, { now, end }: Extent): number {
  const bare = text.replace(/[\s\u00a0_,']/g, '');
  const [, sign, digits, fraction = '', percent] = /^([+-]?)(\d+)(\.\d+)?(%?)$/.exec(bare) ?? [];
  if (digits === undefined || (fraction && !percent)) throw new Error(`"${text}" is no instant: ${ALLOWED}`);
  const count = Number(digits + fraction);
  if (percent) {
    if (sign || count > 100) throw new Error(`"${text}" is no share: from 0 % to 100 %`);
    return Math.floor((end / 100) * count);
  }
  const instant = sign ? now + (sign === '-' ? -count : count) : count;
  if (!Number.isSafeInteger(instant)) throw new Error(`"${text}" is more steps than can be counted`);
  return Math.max(0, instant);
}

/** How much of the recording lies before an instant, in percent, rounded down: only the end is 100. */
export const shareBefore = ({ now, end }: Extent): number =>
  end === 0 ? 100 : Math.floor((now / end) * 100);
