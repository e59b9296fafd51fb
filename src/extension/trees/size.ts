/** A number of bytes, as people say it. */
export const sizeInWords = (bytes: number): string =>
  bytes >= 1 << 20
    ? `${rounded(bytes / (1 << 20))} MiB`
    : bytes >= 1 << 10
      ? `${rounded(bytes / (1 << 10))} KiB`
      : `${bytes} bytes`;

const rounded = (value: number): number => Math.round(10 * value) / 10;
