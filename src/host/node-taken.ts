import type { Socket } from 'node:net';

/** Resolves when the other end has taken enough of what was written to it for more to be written, or is gone. */
export const taken = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.destroyed || !socket.writableNeedDrain) return resolve();
    const over = (): void => {
      socket.off('drain', over).off('close', over);
      resolve();
    };
    socket.on('drain', over).on('close', over);
  });
