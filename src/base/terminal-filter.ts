/**
 * What a guest prints may be shown by a terminal, and a terminal obeys what it shows: it sets the clipboard (OSC 52), loads files, and
 * answers questions by typing into itself. This filter lets text, colours and the cursor through, and nothing else
 * that ECMA-48 or xterm ("XTerm Control Sequences") define.
 */

const BELL = 0x07;
const CANCEL = 0x18;
const SUBSTITUTE = 0x1a;
const ESCAPE = 0x1b;
const NEWLINE = 0x0a;
const DELETE = 0x7f;

const codes = (characters: string): ReadonlySet<number> =>
  new Set([...characters].map((character) => character.charCodeAt(0)));

/** Controls that move the cursor or ring. Among the others are ENQ, which is answered, and SO and SI, which change the letters. */
const harmlessControls = codes('\x07\b\t\n\v\f\r');
/** Final bytes of control sequences that colour, move the cursor, or clear and shift text; none that repeats text (`b`) without end. */
const harmlessFinals = codes('@ABCDEFGHIJKLMPSTXZ`adefmrsu');
/** What a harmless sequence may have between `CSI` and its final byte: numbers alone. `>`, `=`, `?` and `$` begin others. */
const numbers = codes('0123456789:;');
/** Private modes (`CSI ? n h`) that concern the cursor and the end of a line: wrap, blink, visible. */
const harmlessModes: ReadonlySet<string> = new Set(['?7', '?12', '?25']);
/** Bytes after ESC that stand alone: save and restore the cursor, index, next line, reverse index. */
const harmlessEscapes = codes('78DEM');
/** Bytes after ESC that begin a string up to ST: DCS, SOS, OSC, PM, APC; the same as C1 controls are 0x40 higher. */
const stringStarts = codes('PX]^_');

type State = 'text' | 'escape' | 'intermediate' | 'sequence' | 'string' | 'string escape';

/** Parameters longer than these are nobody's colour. */
const LONGEST_SEQUENCE = 64;

/** One stream of bytes, in chunks cut anywhere. */
export class TerminalFilter {
  private state: State = 'text';
  /** Of a control sequence: the bytes behind `CSI`. */
  private sequence: number[] = [];
  /** Bytes of a UTF-8 character that are still to come. */
  private following = 0;
  /** A lead byte 0xC2, which waits: the next byte tells whether it is a C1 control. */
  private heldLead = false;
  private out: number[] = [];

  /** What of `bytes` a terminal may see. What is not yet decided is kept for the next call. */
  filter(bytes: Uint8Array): Uint8Array {
    this.out = [];
    for (const byte of bytes) this.take(byte);
    return Uint8Array.from(this.out);
  }

  private take(byte: number): void {
    if (this.heldLead) {
      this.heldLead = false;
      if (byte >= 0x80 && byte < 0xa0) return this.control(byte);
      this.following = 1;
      this.text(0xc2);
    }
    if (this.following > 0 && byte >= 0x80 && byte < 0xc0) {
      this.following--;
      return this.text(byte);
    }
    this.following = 0;
    if (byte === 0xc2) this.heldLead = true;
    else if (byte >= 0x80 && byte < 0xa0) this.control(byte);
    else {
      if (byte >= 0xc0) this.following = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
      this.plain(byte);
    }
  }

  /** A byte of a character beyond ASCII. */
  private text(byte: number): void {
    if (this.state === 'text') this.out.push(byte);
    else if (this.state !== 'string' && this.state !== 'string escape') this.state = 'text';
  }

  /** A C1 control: as ESC and the byte 0x40 lower. */
  private control(byte: number): void {
    this.state = 'escape';
    this.afterEscape(byte - 0x40);
  }

  private plain(byte: number): void {
    switch (this.state) {
      case 'text':
        if (byte === ESCAPE) this.state = 'escape';
        else if (byte >= 0x20 ? byte !== DELETE : harmlessControls.has(byte)) this.out.push(byte);
        return;
      case 'escape':
        return this.afterEscape(byte);
      case 'intermediate':
        if (byte < 0x20 || byte > 0x2f) this.interrupted(byte, 'text');
        return;
      case 'sequence':
        return this.inSequence(byte);
      case 'string':
        // A string that nobody ends must not swallow the rest of the output: none that is meant holds a line feed.
        if (byte === ESCAPE) this.state = 'string escape';
        else if (byte === BELL || byte === CANCEL || byte === SUBSTITUTE) this.state = 'text';
        else if (byte === NEWLINE) this.interrupted(byte, 'text');
        return;
      case 'string escape':
        this.state = 'escape';
        return this.afterEscape(byte);
    }
  }

  /** A control in the middle of a sequence acts at once, as in a terminal; ESC, CAN and SUB end the sequence. */
  private interrupted(byte: number, next: State): void {
    if (byte >= 0x20) {
      this.state = next;
    } else if (byte === ESCAPE) {
      this.state = 'escape';
    } else {
      if (byte === CANCEL || byte === SUBSTITUTE || byte === NEWLINE) this.state = 'text';
      if (harmlessControls.has(byte)) this.out.push(byte);
    }
  }

  private afterEscape(byte: number): void {
    if (byte === 0x5b) {
      this.state = 'sequence';
      this.sequence = [];
    } else if (stringStarts.has(byte)) {
      this.state = 'string';
    } else if (byte >= 0x20 && byte <= 0x2f) {
      this.state = 'intermediate';
    } else if (harmlessEscapes.has(byte)) {
      this.out.push(ESCAPE, byte);
      this.state = 'text';
    } else {
      this.interrupted(byte, 'text');
    }
  }

  private inSequence(byte: number): void {
    if (byte < 0x20) return this.interrupted(byte, 'sequence');
    if (byte < 0x40) {
      if (this.sequence.length < LONGEST_SEQUENCE) this.sequence.push(byte);
      return;
    }
    this.state = 'text';
    if (this.sequence.length < LONGEST_SEQUENCE && this.isHarmless(byte)) {
      this.out.push(ESCAPE, 0x5b, ...this.sequence, byte);
    }
  }

  private isHarmless(final: number): boolean {
    if (final === 0x68 || final === 0x6c) return harmlessModes.has(String.fromCharCode(...this.sequence));
    return harmlessFinals.has(final) && this.sequence.every((byte) => numbers.has(byte));
  }
}

/** What of a whole text a terminal may see. */
export function forTerminal(text: string): string {
  return new TextDecoder().decode(new TerminalFilter().filter(new TextEncoder().encode(text)));
}
