import { TerminalFilter } from '../../base/terminal-filter';

/**
 * What a terminal must be sent so that a text reads as it was meant, and does nothing else: a machine's console ends lines with LF alone,
 * a terminal wants CR LF. A CR LF may be split over two texts, so the last character of the text before is remembered.
 */
export class TerminalLines {
  private readonly filter = new TerminalFilter();
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();
  private endedWithReturn = false;

  convert(text: string): string {
    const harmless = this.decoder.decode(this.filter.filter(this.encoder.encode(text)), { stream: true });
    let result = '';
    for (const character of harmless) {
      result += character === '\n' && !this.endedWithReturn ? '\r\n' : character;
      this.endedWithReturn = character === '\r';
    }
    return result;
  }
}
