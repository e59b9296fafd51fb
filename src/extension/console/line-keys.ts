/** Lines that Up leads back to. */
const KEPT = 100;
const ERASE = '\x7f';
const ERASE_LINE = '\x15';

/** What terminals send for the keys that move in a line and between lines; the arrows in both of their modes. */
const KEYS: ReadonlyMap<string, 'left' | 'right' | 'home' | 'end' | 'delete' | 'up' | 'down'> = new Map([
  ...['[', 'O'].flatMap((introducer) => [
    [`\x1b${introducer}A`, 'up'] as const,
    [`\x1b${introducer}B`, 'down'] as const,
    [`\x1b${introducer}C`, 'right'] as const,
    [`\x1b${introducer}D`, 'left'] as const,
    [`\x1b${introducer}H`, 'home'] as const,
    [`\x1b${introducer}F`, 'end'] as const,
  ]),
  ['\x1b[1~', 'home'],
  ['\x1b[4~', 'end'],
  ['\x1b[3~', 'delete'],
]);
const ESCAPE = '\x1b';
/** A control sequence, or a character. */
const PIECES = new RegExp(`${ESCAPE}[[O][0-9;]*[A-Za-z~]|[^]`, 'gu');

/**
 * The keys that move in a line, for a kernel that knows none but Backspace and Control-U: what is typed there is what those keys come to.
 * The cursor goes left by taking the character back; from then on it is this class that has what is right of the cursor, and types it
 * again when the line is ended. Up and Down take the line back, and type another.
 */
export class LineKeys {
  /** What the kernel has of the line. */
  private line: string[] = [];
  /** What is right of the cursor. */
  private after: string[] = [];
  private readonly lines: string[] = [];
  /** Which of them the line is, or the number behind the last: a new one, kept meanwhile. */
  private at = 0;
  private draft = '';

  /** What is right of the cursor: the kernel does not know it, so it does not show it. */
  get rest(): string {
    return this.after.join('');
  }

  /** What the machine is sent for what a terminal sends. */
  type(text: string): string {
    return [...text.matchAll(PIECES)].map(([piece]) => this.one(piece)).join('');
  }

  /** The machine is at another instant, or is another: what has been typed of a line is not known. */
  forget(): void {
    this.line = [];
    this.after = [];
    this.at = this.lines.length;
  }

  private one(piece: string): string {
    switch (KEYS.get(piece)) {
      case 'left':
        return this.left(1);
      case 'home':
        return this.left(this.line.length);
      case 'right':
        return this.right(1);
      case 'end':
        return this.right(this.after.length);
      case 'delete':
        this.after.shift();
        return '';
      case 'up':
        return this.turnTo(this.at - 1);
      case 'down':
        return this.turnTo(this.at + 1);
      default:
        return this.character(piece);
    }
  }

  private left(count: number): string {
    const taken = this.line.splice(Math.max(0, this.line.length - count));
    this.after.unshift(...taken);
    return ERASE.repeat(taken.length);
  }

  private right(count: number): string {
    const typed = this.after.splice(0, count);
    this.line.push(...typed);
    return typed.join('');
  }

  private turnTo(at: number): string {
    if (at < 0 || at > this.lines.length) return '';
    if (this.at === this.lines.length) this.draft = this.line.join('') + this.rest;
    this.at = at;
    const text = this.lines[at] ?? this.draft;
    this.line = [...text];
    this.after = [];
    return ERASE_LINE + text;
  }

  private character(piece: string): string {
    switch (piece) {
      case '\r':
      case '\n': {
        const sent = this.right(this.after.length) + piece;
        const text = this.line.join('');
        if (text !== '' && text !== this.lines.at(-1)) this.lines.push(text);
        if (this.lines.length > KEPT) this.lines.shift();
        this.forget();
        return sent;
      }
      // The end of the input ends the line as well; Control-C gives it up.
      case '\x04': {
        const sent = this.right(this.after.length) + piece;
        this.forget();
        return sent;
      }
      case '\x03':
        this.forget();
        return piece;
      case '\b':
      case ERASE:
        this.line.pop();
        return piece;
      case ERASE_LINE:
        this.line = [];
        return piece;
      default:
        this.line.push(piece);
        return piece;
    }
  }
}
