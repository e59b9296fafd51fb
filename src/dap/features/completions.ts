import type { DebugProtocol } from '@vscode/debugprotocol';
import { frameOf } from '../../debug/names/environment';
import { completionsOf, type Completion } from '../../debug/names/completion';
import type { Feature } from '../feature';
import { id } from '../shapes/common';
import { integer, object, text as textShape } from '../shapes/shape';

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
export const completionsFeature = {
  completions: {
    shape: object({ text: textShape, column: integer() }, { frameId: id, line: integer() }),
    capabilities: {
      supportsCompletionsRequest: true,
      completionTriggerCharacters: ['.', '>', '$', ':'],
    },
    handle: (session, { frameId, text, column, line }) => {
      const { active, client } = session;
      const { thread, frame } = session.stacks.frameWithId(frameId);
      const lines = text.split('\n');
      const current = lines[line === undefined ? 0 : client.ourLine(line) - 1] ?? '';
      const before = current.slice(0, Math.max(0, client.ourColumn(column) - 1));
      const view = active.viewpoint(thread, frame);
      const environment = session.stacks.environment({ thread, frame });
      const { start, items } = completionsOf(active.system, view, frameOf(view), environment, before);
      const targets = items.map(({ label, kind }, index): DebugProtocol.CompletionItem => ({
        label,
        type: TYPES[kind],
        start: client.column(start + 1),
        length: before.length - start,
        // The nearest come first: variables of the frame, registers, the program.
        sortText: `${index}`.padStart(4, '0'),
      }));
      return { targets };
    },
  },
} satisfies Feature;
