/** A number of bytes, as people say it. */
export const sizeInWords = (bytes: number): string =>
  bytes >= 1 << 20
    ? `${bytes / (1 << 20)} MiB`
    : bytes >= 1 << 10
      ? `${Math.round(bytes / 102.4) / 10} KiB`
      : `${bytes} bytes`;
