/** Framing of GDB's remote serial protocol (GDB manual, "Remote Protocol", "Overview"). Data are strings of bytes, a character each. */

const ESCAPE = 0x7d;
const INTERRUPT = 3;
/** What a packet may hold, in bytes: told to the client, and a limit for who does not listen. */
export const PACKET_SIZE = 0x4000;

export type Incoming =
  | { readonly kind: 'packet'; readonly data: string }
  /** A packet whose checksum is wrong, or that is too long. */
  | { readonly kind: 'damaged' }
  /** Control-C, outside of packets. */
  | { readonly kind: 'interrupt' }
  /** The client has got the last packet, or wants it again. */
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'again' };

const checksum = (data: string): number => {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum = (sum + data.charCodeAt(i)) & 0xff;
  return sum;
};

/** Takes a connection's bytes apart, cut anywhere. */
export class PacketReader {
  private data: string | undefined;
  /** Hexadecimal digits behind `#`, once it has come. */
  private digits: string | undefined;
  private isTooLong = false;

  take(bytes: Uint8Array): Incoming[] {
    return [...bytes].flatMap((byte) => this.takeByte(byte) ?? []);
  }

  private takeByte(byte: number): Incoming | undefined {
    const character = String.fromCharCode(byte);
    if (this.digits !== undefined) return this.takeDigit(character);
    if (character === '$') {
      this.data = '';
      this.isTooLong = false;
    } else if (this.data === undefined) {
      return outside(byte, character);
    } else if (character === '#') {
      this.digits = '';
    } else if (this.data.length < PACKET_SIZE) {
      this.data += character;
    } else {
      this.isTooLong = true;
    }
    return undefined;
  }

  private takeDigit(character: string): Incoming | undefined {
    this.digits += character;
    if (this.digits!.length < 2) return undefined;
    const data = this.data!;
    const isWhole = !this.isTooLong && parseInt(this.digits!, 16) === checksum(data);
    this.data = undefined;
    this.digits = undefined;
    return isWhole ? { kind: 'packet', data: unescaped(data) } : { kind: 'damaged' };
  }
}

function outside(byte: number, character: string): Incoming | undefined {
  if (byte === INTERRUPT) return { kind: 'interrupt' };
  if (character === '+') return { kind: 'acknowledged' };
  return character === '-' ? { kind: 'again' } : undefined;
}

const unescaped = (data: string): string =>
  data.replace(/\}([^])/g, (_, character: string) => String.fromCharCode(character.charCodeAt(0) ^ 0x20));

/** Binary data as a packet may hold them. */
export const escaped = (data: string): string =>
  data.replace(
    /[#$*}]/g,
    (character) => String.fromCharCode(ESCAPE) + String.fromCharCode(character.charCodeAt(0) ^ 0x20),
  );

/** A packet with these data, which are escaped already where they need it. */
export const packet = (data: string): Uint8Array =>
  Uint8Array.from(`$${data}#${checksum(data).toString(16).padStart(2, '0')}`, (character) =>
    character.charCodeAt(0),
  );
