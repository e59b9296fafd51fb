/** Bytes of one message: far more than any request needs, and few enough to be held. */
export const MOST_BYTES = 16 * 2 ** 20;
/** Bytes of what stands before a message. */
const MOST_HEADER = 4096;
const END_OF_HEADER = '\r\n\r\n';

/**
 * Takes DAP messages out of a stream ("Base protocol"): a header with their length, then JSON. It holds no more than one message,
 * and each byte is copied once.
 */
export class MessageReader {
  private header = '';
  /** Bytes of the message that are still to come; undefined while its header is. */
  private missing: number | undefined;
  private parts: Uint8Array[] = [];
  private isBroken = false;

  /**
   * @param receive takes each message; what is no JSON is passed over
   * @param refuse told why nothing more can be read
   */
  constructor(
    private readonly receive: (message: unknown) => void,
    private readonly refuse: (why: string) => void,
  ) {}

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.isBroken;) {
      if (this.missing === undefined) at = this.readHeader(bytes, at);
      else at = this.readBody(bytes, at, this.missing);
    }
  }

  private readHeader(bytes: Uint8Array, start: number): number {
    let at = start;
    while (at < bytes.length) {
      this.header += String.fromCharCode(bytes[at++]);
      if (this.header.endsWith(END_OF_HEADER)) {
        this.missing = this.lengthOf(this.header);
        this.header = '';
        return at;
      }
      if (this.header.length > MOST_HEADER) {
        this.break('what comes in is no message of the Debug Adapter Protocol: its header has no end');
        return at;
      }
    }
    return at;
  }

  /** undefined: this header says nothing; the next may. */
  private lengthOf(header: string): number | undefined {
    const length = /^Content-Length: *(\d+) *$/im.exec(header)?.[1];
    if (length === undefined || Number(length) === 0) return undefined;
    if (Number(length) <= MOST_BYTES) return Number(length);
    this.break(`a message of ${length} bytes is too long: at most ${MOST_BYTES}`);
    return undefined;
  }

  private readBody(bytes: Uint8Array, start: number, missing: number): number {
    const part = bytes.subarray(start, start + missing);
    this.parts.push(part);
    this.missing = missing - part.length;
    if (this.missing === 0) {
      const whole = joined(this.parts);
      this.parts = [];
      this.missing = undefined;
      const message = parsed(whole);
      if (typeof message === 'object' && message !== null) this.receive(message);
    }
    return start + part.length;
  }

  private break(why: string): void {
    this.isBroken = true;
    this.refuse(why);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
