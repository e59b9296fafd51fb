import * as vscode from 'vscode';
import { bytesOfBase64 } from '../../base/base64';
import { DEBUG_TYPE } from '../sessions/sessions';
import type { Language } from './client';

/** What the server answers to `trapframe/explain`. */
interface Explanation {
  readonly reads: readonly string[];
  readonly memory?: { readonly address: string; readonly width: number };
  readonly text?: string;
}

/** While the machine stands still, an instruction's hover says what it does with the values that are there: `a0 = 5 + 7 = 12`. */
export class LiveHover implements vscode.HoverProvider {
  constructor(private readonly language: Language) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const item = vscode.debug.activeStackItem;
    if (!(item instanceof vscode.DebugStackFrame) || item.session.type !== DEBUG_TYPE) return undefined;
    const { session, frameId } = item;
    try {
      const text = await this.explain(document, position, session, frameId);
      return text === undefined
        ? undefined
        : new vscode.Hover(new vscode.MarkdownString().appendCodeblock(text, 'text'));
    } catch {
      // The machine runs again, or has no such register: there is nothing to add to the ordinary hover.
      return undefined;
    }
  }

  private async explain(
    document: vscode.TextDocument,
    position: vscode.Position,
    session: vscode.DebugSession,
    frameId: number,
  ): Promise<string | undefined> {
    const values: Record<string, string> = {};
    const ask = (memory?: string): Promise<Explanation | null> =>
      this.language.request('trapframe/explain', {
        textDocument: { uri: document.uri.toString() },
        position: { line: position.line, character: position.character },
        values,
        ...(memory === undefined ? {} : { memory }),
      });
    const first = await ask();
    if (first === null) return undefined;
    for (const name of first.reads) {
      const { result } = (await session.customRequest('evaluate', {
        expression: name,
        frameId,
        context: 'hover',
      })) as { result: string };
      const number = /^(0x[0-9a-f]+|-?\d+)/i.exec(result)?.[0];
      if (number === undefined) return undefined;
      values[name] = number;
    }
    const second = await ask();
    if (second?.memory === undefined) return second?.text;
    const { address, width } = second.memory;
    const { data } = (await session.customRequest('readMemory', {
      memoryReference: address,
      count: width,
    })) as { data?: string };
    if (data === undefined) return undefined;
    const bytes = bytesOfBase64(data);
    if (bytes.length < width) return undefined;
    const value = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    return (await ask(String(value)))?.text;
  }
}
