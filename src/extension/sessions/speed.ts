import type { Speed } from '../../protocol/requests';

/** The speeds to choose from: one instruction a second, ten times as many, ..., as many as the host can. */
export const speeds: readonly Speed[] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 'full'];

const UNITS: readonly (readonly [number, string])[] = [
  [1_000_000, ' million'],
  [1_000, ' thousand'],
];

/** `10 thousand instructions/s` */
export function speedInWords(speed: Speed): string {
  if (speed === 'full') return 'full speed';
  const [size, unit] = UNITS.find(([one]) => speed >= one && speed % one === 0) ?? [1, ''];
  return `${speed / size}${unit} instruction${speed === 1 ? '' : 's'}/s`;
}

/** What a speed is good for. */
export function purposeOf(speed: Speed): string {
  if (speed === 'full') return 'as fast as this computer can; views wait for the next stop';
  if (speed <= 10) return 'each instruction can be seen';
  return speed <= 10_000 ? 'a system call can be followed' : 'time slices can be followed';
}

/** The next slower or faster of `speeds`; the last one stays. */
export function neighbour(speed: Speed, direction: 'slower' | 'faster'): Speed {
  const rank = (one: Speed): number => (one === 'full' ? Infinity : one);
  const found =
    direction === 'slower'
      ? [...speeds].reverse().find((one) => rank(one) < rank(speed))
      : speeds.find((one) => rank(one) > rank(speed));
  return found ?? (direction === 'slower' ? speeds[0] : 'full');
}
