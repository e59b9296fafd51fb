/** Saved states of devices that come from a file: checked against the shape that each device's own file gives. */
import { board } from './board';
import { inputShape } from './console-input';
import { either, nothing, number, record, type Shape } from './state-shape';

/** Why these are not the saved devices of a board; undefined: they are. */
export function checkDevices(devices: unknown, cpus: number): string | undefined {
  const shapes = new Map<string, Shape>([['input', inputShape]]);
  for (const { name, model } of board) shapes.set(name, model.stateShape?.(cpus) ?? nothing);
  if (typeof devices !== 'object' || devices === null) return 'devices';
  const wrong = [...shapes].find(
    ([name, shape]) => !Object.hasOwn(devices, name) || !shape((devices as Record<string, unknown>)[name]),
  );
  if (wrong !== undefined) return `device ${wrong[0]}`;
  return Object.keys(devices).find((name) => !shapes.has(name));
}

export const checkEnd: Shape = either(
  nothing,
  record({ kind: (kind) => kind === 'finished', code: number(0, Number.MAX_SAFE_INTEGER) }),
  record({ kind: (kind) => kind === 'reset' }),
  record({ kind: (kind) => kind === 'stuck', reason: (reason) => typeof reason === 'string' }),
);
