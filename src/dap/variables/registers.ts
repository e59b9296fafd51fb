import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { abiNames, registerNumber } from '../../isa/registers';
import { compile } from '../../debug/expressions/evaluate';
import { ErrorId, RequestError } from '../errors';
import { changed } from '../events';
import type { FrameReference, Session } from '../session';
import { registerText } from './text';
import type { VariableSource } from './variable';

/** The general registers and pc as a frame sees them: live ones, or where they are saved. */
export function registersOf(session: Session, reference: FrameReference): VariableSource {
  const variable = (number: number): DebugProtocol.Variable => {
    const { thread, frame } = session.frame(reference);
    const name = abiNames[number];
    const bits = frame.registers.read(number);
    if (bits === undefined) {
      return {
        name,
        value: 'not saved',
        variablesReference: 0,
        presentationHint: { attributes: ['readOnly'] },
      };
    }
    const home = frame.registers.home(number);
    const isReadOnly = number === 0 || home === undefined || home.kind === 'value';
    return {
      name,
      value: registerText(bits, session.imagesOf(thread, frame)),
      evaluateName: name,
      variablesReference: 0,
      memoryReference: hex(bits),
      ...(isReadOnly ? { presentationHint: { attributes: ['readOnly'] } } : {}),
    };
  };
  return {
    variables: () => {
      const { frame } = session.frame(reference);
      const pc: DebugProtocol.Variable = {
        ...{
          name: 'pc',
          value: registerText(frame.pc, [frame.image]),
          evaluateName: 'pc',
          variablesReference: 0,
        },
        memoryReference: hex(frame.pc),
        presentationHint: { attributes: ['readOnly'] },
      };
      return [pc, ...abiNames.map((_, number) => variable(number))];
    },
    set: (name, text) => {
      const number = registerNumber(name);
      if (number === undefined) throw new RequestError(ErrorId.user, `${name} cannot be changed`);
      const { thread, frame } = session.frame(reference);
      const { bits } = compile(text).evaluate(session.active.environment(thread, frame));
      if (!frame.registers.write(number, bits)) {
        throw new RequestError(ErrorId.user, `${name} cannot be changed in this frame: it is kept nowhere`);
      }
      changed(session);
      return variable(number);
    },
  };
}
