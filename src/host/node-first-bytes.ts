import type { Socket } from 'node:net';

/**
 * A web page can make a browser connect to a loopback port: whoever does not speak our protocol is sent away, as is who says nothing.
 * What has come is still to be read afterwards.
 * @param isOurs whether the first bytes are those of our protocol; undefined: more must come to tell
 * @param patience milliseconds in which they have to come
 * @returns false when the client is gone
 */
export function speaksOurs(
  socket: Socket,
  isOurs: (first: Buffer) => boolean | undefined,
  patience: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    let first = Buffer.alloc(0);
    const timer = setTimeout(() => socket.destroy(), patience);
    const gone = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    socket.on('close', gone);
    const look = (bytes: Buffer): void => {
      first = Buffer.concat([first, bytes]);
      const verdict = isOurs(first);
      if (verdict === undefined) return;
      if (!verdict) return void socket.destroy();
      clearTimeout(timer);
      socket.off('data', look);
      socket.off('close', gone);
      socket.pause();
      socket.unshift(first);
      resolve(true);
    };
    socket.on('data', look);
  });
}
