import { svg } from '../elements';

/** A sign for each kind of event, so that they differ by more than colour: a path in a square of 10, and what it stands for. */
export const signs: Readonly<Record<string, { readonly path: string; readonly words: string }>> = {
  trap: { path: 'M5 0V9M2 6L5 9L8 6', words: 'trap: a program asks the kernel' },
  exception: { path: 'M5 0V6M5 8.5V9.5', words: 'exception: an instruction fails' },
  interrupt: { path: 'M6 0L2 5.5H5L4 10L8 4.5H5Z', words: 'interrupt: from outside' },
  return: { path: 'M5 10V1M2 4L5 1L8 4', words: 'return from trap' },
  state: { path: 'M1 0H9L5 5L9 10H1L5 5Z', words: 'a process waits, or is ready again' },
  switch: { path: 'M0 3H8M6 1L8 3L6 5M10 7H2M4 5L2 7L4 9', words: 'context switch' },
  boot: { path: 'M5 0L10 5L5 10L0 5Z', words: 'boot' },
  load: { path: 'M5 0V6M2 3L5 6L8 3M0 6V10H10V6', words: 'a program is loaded' },
  process: { path: 'M5 1V9M1 5H9', words: 'a process is made, or cleared away' },
  transient: { path: 'M1 9V1M3 3L6 1M3 6L8 4M3 9L9 7', words: 'instructions that never happened' },
  console: { path: 'M0 1H10V9H0ZM2 3L4 5L2 7M5 7H8', words: 'output' },
  exit: { path: 'M1 1H9V9H1Z', words: 'a process ends' },
  killed: { path: 'M1 1L9 9M9 1L1 9', words: 'the kernel kills a process' },
  panic: { path: 'M5 0L10 10H0ZM5 3V6.5M5 7.8V8.6', words: 'the kernel gives up' },
  halt: { path: 'M5 0V5M2 2A4.5 4.5 0 1 0 8 2', words: 'the machine is switched off' },
};

const OTHER = { path: 'M5 2A3 3 0 1 0 5 8A3 3 0 1 0 5 2Z', words: 'something else' };

export const signOf = (kind: string): { readonly path: string; readonly words: string } =>
  signs[kind] ?? OTHER;

/** The sign of a kind as a picture by itself. */
export const signPicture = (kind: string): SVGSVGElement =>
  svg(
    'svg',
    { class: `sign ${kind}`, width: 12, height: 12, viewBox: '-1 -1 12 12', 'aria-hidden': true },
    svg('path', { d: signOf(kind).path }),
  );
