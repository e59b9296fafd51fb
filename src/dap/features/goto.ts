import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import type { Place } from '../../debug/breakpoints/breakpoint';
import type { Answer } from '../connection';
import { stateError } from '../errors';
import type { Handlers } from '../handlers';
import type { Session } from '../session';
import { standing } from '../standing';

/** Jump to cursor: the pc becomes that of another instruction; nothing between is executed. */
export function gotoFeature(session: Session): Handlers {
  return {
    gotoTargets: ({ source, line }: DebugProtocol.GotoTargetsArguments) => {
      const target = session.active;
      const offset = session.client.linesStartAt1 ? 0 : 1;
      const places = target.targets.onLine(source.path ?? '', line + offset);
      const targets = places.map((place): DebugProtocol.GotoTarget => {
        const { address, image } = place;
        const where = image?.nameOf(address) ?? hex(address);
        const column = image?.lineAt(address)?.column ?? 0;
        return {
          id: session.gotoTargets.of(`${image?.name} ${address}`, place),
          label: places.length === 1 ? `line ${line}` : `line ${line}, at ${where}`,
          line,
          ...(column === 0 ? {} : { column: column - (session.client.columnsStartAt1 ? 0 : 1) }),
          instructionPointerReference: hex(address),
        };
      });
      return { targets };
    },
    goto: ({ threadId, targetId }: DebugProtocol.GotoArguments, answer: Answer) => {
      const target = standing(session);
      const place: Place | undefined = session.gotoTargets.get(targetId);
      if (!place) throw stateError(`there is no target ${targetId}; gotoTargets gives them`);
      const thread = session.thread(threadId);
      target.checkJump(thread, place);
      answer.after(() => target.jump(thread, place));
    },
  };
}
