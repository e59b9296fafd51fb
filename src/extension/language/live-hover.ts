import * as vscode from 'vscode';
import { bytesOfBase64 } from '../../base/base64';
import type { NextCostBody } from '../../protocol/requests';
import { uriOf } from '../place';
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
      const cost = await costAt(document, position, session);
      if (text === undefined && cost === undefined) return undefined;
      const words = new vscode.MarkdownString();
      if (text !== undefined) words.appendCodeblock(text, 'text');
      if (cost !== undefined) words.appendText(cost);
      return new vscode.Hover(words);
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

/** Of the line that is next, with a cost model: what its next instruction takes, and why. */
async function costAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  session: vscode.DebugSession,
): Promise<string | undefined> {
  const { cycles, reasons, place } = (await session.customRequest('trapframe/cost', {})) as NextCostBody;
  const isHere = place?.line === position.line + 1 && uriOf(place.path).fsPath === document.uri.fsPath;
  if (cycles === undefined || !isHere) return undefined;
  return `Takes ${cycles} ${cycles === 1 ? 'cycle' : 'cycles'}: ${['1 for the instruction', ...(reasons ?? [])].join('; ')}.`;
}
