import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { stateError } from '../errors';
import type { Feature } from '../feature';
import { id, source as sourceShape } from '../shapes/common';
import { integer, object } from '../shapes/shape';
import { pathOf } from '../sources';
import { standing } from '../standing';

/** Jump to cursor: the pc becomes that of another instruction; nothing between is executed. */
export const gotoFeature = {
  gotoTargets: {
    shape: object({ source: sourceShape, line: integer() }, { column: integer() }),
    capabilities: { supportsGotoTargetsRequest: true },
    handle: (session, { source, line }) => {
      const path = pathOf(session, source);
      const { client, gotoTargets, active } = session;
      return session.spellings.use(path, () => {
        const places = active.targets.onLine(path, client.ourLine(line));
        const targets = places.map((place): DebugProtocol.GotoTarget => {
          const { address, image } = place;
          const where = image?.nameOf(address) ?? hex(address);
          const column = image?.lineAt(address)?.column ?? 0;
          return {
            id: gotoTargets.of(`${image?.name} ${address}`, place),
            label: places.length === 1 ? `line ${line}` : `line ${line}, at ${where}`,
            line,
            ...(column === 0 ? {} : { column: client.column(column) }),
            instructionPointerReference: hex(address),
          };
        });
        return { targets };
      });
    },
  },
  goto: {
    shape: object({ threadId: id, targetId: id }),
    handle: (session, { threadId, targetId }, answer) => {
      const target = standing(session);
      const place = session.gotoTargets.get(targetId);
      if (!place) throw stateError(`there is no target ${targetId}; gotoTargets gives them`);
      const thread = session.stacks.thread(threadId);
      target.checkJump(thread, place);
      answer.after(() => target.jump(thread, place));
    },
  },
} satisfies Feature;
