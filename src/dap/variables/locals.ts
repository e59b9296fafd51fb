import { frameOf } from '../../debug/names/environment';
import { localsOf, variableValue, type Local } from '../../debug/values/locals';
import type { CodeFrame } from '../../debug/unwind/frames';
import type { Session } from '../session';
import type { FrameReference } from '../stacks';
import { itemsSource, type Item } from './typed';
import type { VariableSource } from './variable';

/** Whether the code of a frame has a place for variables: functions of C have, those of assembly have not. */
export const hasLocals = ({ image, at }: CodeFrame): boolean => image?.debug.functions.at(at) !== undefined;

/** The parameters and variables of a frame, those of inner blocks behind the function's own. */
export function localsScope(session: Session, reference: FrameReference): VariableSource {
  return itemsSource(session, () => {
    const { thread, frame } = session.stacks.frame(reference);
    const view = session.active.viewpoint(thread, frame);
    const environment = () => session.stacks.environment(session.stacks.frame(reference));
    const all = localsOf(frameOf(view));
    return all.map(({ variable, isShadowed }, index): Item => {
      const name = isShadowed ? outerName(all, index) : variable.name;
      return {
        name,
        key: `${keyOf(reference)} ${name}`,
        expression: isShadowed ? undefined : variable.name,
        resolve: () => variableValue(variable, frameOf(view), environment().space),
        environment,
      };
    });
  });
}

export const keyOf = ({ key }: FrameReference): string => `locals ${key}`;

/** A variable that one of the same name in an inner block hides. */
function outerName(all: readonly Local[], index: number): string {
  const { name, line } = all[index].variable;
  const label = line === undefined ? `${name} (outer)` : `${name} (line ${line})`;
  const before = all
    .slice(0, index)
    .filter((one) => one.isShadowed && one.variable.name === name && one.variable.line === line);
  return before.length === 0 ? label : `${label} #${before.length + 1}`;
}
