/** Texts by number, each kept once. Sealed, they are one long text: a million of them would be hundreds of megabytes. */
export class Texts {
  /** How long they are together. */
  size = 0;
  private open: { readonly texts: string[]; readonly numbers: Map<string, number> } | undefined = {
    texts: [],
    numbers: new Map(),
  };
  private together = '';
  private ends = new Uint32Array();

  /** The number of a text. Not after `seal`. */
  add(text: string): number {
    const { texts, numbers } = this.open!;
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = texts.push(text) - 1;
    numbers.set(text, number);
    this.size += text.length;
    return number;
  }

  get(number: number): string {
    if (this.open) return this.open.texts[number];
    return this.together.slice(number === 0 ? 0 : this.ends[number - 1], this.ends[number]);
  }

  /** Nothing will be added any more. */
  seal(): void {
    if (!this.open) return;
    const { texts } = this.open;
    let end = 0;
    this.ends = Uint32Array.from(texts, ({ length }) => (end += length));
    this.together = texts.join('');
    this.open = undefined;
  }
}
