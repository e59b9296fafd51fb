/** Lines that are kept at least; of more the oldest go. A terminal keeps about a thousand. */
const KEPT = 10_000;
const TAB = 8;

type State = 'text' | 'escape' | 'sequence';

/** The lines that a machine has printed, as they read on its terminal, with their numbers: the first of all is 1. */
export class PrintedLines {
  private readonly lines: string[] = [];
  private row: string[] = [];
  private column = 0;
  private state: State = 'text';

  /** @param first the number of the first line that will be written */
  constructor(private first = 1) {}

  /** @param text as the terminal is sent it: only whole control sequences, which colour and move and are not looked at */
  write(text: string): void {
    for (const character of text) {
      if (this.state === 'text') this.put(character);
      else if (this.state === 'escape') this.state = character === '[' ? 'sequence' : 'text';
      else if (character >= '@') this.state = 'text';
    }
  }

  /** The numbers of all lines that read like this one, the latest first; none for a blank one. */
  numbersOf(line: string): number[] {
    const wanted = line.trimEnd();
    if (wanted === '') return [];
    return [...this.lines, this.row.join('')]
      .flatMap((one, i) => (one.trimEnd() === wanted ? [this.first + i] : []))
      .reverse();
  }

  private put(character: string): void {
    switch (character) {
      case '\x1b':
        this.state = 'escape';
        return;
      case '\n':
        return this.end();
      case '\r':
        this.column = 0;
        return;
      case '\b':
        this.column = Math.max(0, this.column - 1);
        return;
      case '\t':
        this.column += TAB - (this.column % TAB);
        return;
      default:
        if (character < ' ') return;
        while (this.row.length < this.column) this.row.push(' ');
        this.row[this.column++] = character;
    }
  }

  private end(): void {
    this.lines.push(this.row.join(''));
    this.row = [];
    this.column = 0;
    if (this.lines.length < 2 * KEPT) return;
    this.lines.splice(0, KEPT);
    this.first += KEPT;
  }
}
