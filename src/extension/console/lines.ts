/**
 * What a terminal must be sent so that a text reads as it was meant: a machine's console ends lines with LF alone, a terminal
 * wants CR LF. A CR LF may be split over two texts, so the last character of the text before is remembered.
 */
export class TerminalLines {
  private endedWithReturn = false;

  convert(text: string): string {
    let result = '';
    for (const character of text) {
      result += character === '\n' && !this.endedWithReturn ? '\r\n' : character;
      this.endedWithReturn = character === '\r';
    }
    return result;
  }
}
