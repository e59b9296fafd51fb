import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { compile } from '../../debug/expressions/evaluate';
import type { Handlers } from '../handlers';
import type { Session } from '../session';
import { valueText } from '../variables/text';

/** Expressions for watches, hovers and the console. Evaluating changes nothing, in whatever context. */
export function evaluateFeature(session: Session): Handlers {
  return {
    evaluate: ({ expression, frameId, format }: DebugProtocol.EvaluateArguments) => {
      const { thread, frame } = frameId === undefined ? session.defaultFrame() : session.frameWithId(frameId);
      const value = compile(expression).evaluate(session.active.environment(thread, frame));
      return {
        result: valueText(value, session.imagesOf(thread, frame), format?.hex === true),
        variablesReference: 0,
        ...(value.hexadecimal ? { memoryReference: hex(value.bits) } : {}),
      };
    },
  };
}
