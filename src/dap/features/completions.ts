import type { DebugProtocol } from '@vscode/debugprotocol';
import { frameOf } from '../../debug/environment';
import { completionsOf, type Completion } from '../../debug/names/completion';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

const TYPES: Readonly<Record<Completion['kind'], DebugProtocol.CompletionItemType>> = {
  field: 'field',
  variable: 'variable',
  register: 'value',
  word: 'keyword',
  constant: 'enum',
  function: 'function',
  type: 'class',
};

/** What can be typed into the console where the cursor is: names of variables, members, registers, CSRs, types. */
export function completionsFeature(session: Session): Handlers {
  return {
    completions: ({ frameId, text, column, line }: DebugProtocol.CompletionsArguments) => {
      const { thread, frame } = frameId === undefined ? session.defaultFrame() : session.frameWithId(frameId);
      const { linesStartAt1, columnsStartAt1 } = session.client;
      const lines = text.split('\n');
      const row = line === undefined ? 0 : line - (linesStartAt1 ? 1 : 0);
      const current = lines[row] ?? '';
      const before = current.slice(0, Math.max(0, column - (columnsStartAt1 ? 1 : 0)));
      const view = session.active.viewpoint(thread, frame);
      const environment = session.active.environment(thread, frame);
      const { start, items } = completionsOf(session.active.system, view, frameOf(view), environment, before);
      const targets = items.map(({ label, kind }, index): DebugProtocol.CompletionItem => ({
        label,
        type: TYPES[kind],
        start: start + (columnsStartAt1 ? 1 : 0),
        length: before.length - start,
        // The nearest come first: variables of the frame, registers, the program.
        sortText: `${index}`.padStart(4, '0'),
      }));
      return { targets };
    },
  };
}
