import { abiNames, registerRole } from '../../isa/registers';
import { frameOf } from '../../debug/names/environment';
import { localNamed } from '../../debug/values/locals';
import type { Session } from '../session';
import type { FrameReference } from '../stacks';
import { itemsSource, present, remark, type Item } from './typed';
import { paged, type VariableSource } from './variable';

const NAMES = ['pc', ...abiNames];

/** The general registers and pc as a frame sees them: live ones, or where they are saved. */
export function registersOf(session: Session, reference: FrameReference): VariableSource {
  const environment = () => session.stacks.environment(session.stacks.frame(reference));
  const itemOf = (name: string): Item => {
    const { thread, frame } = session.stacks.frame(reference);
    // A variable of the program may have the same name.
    const isHidden = localNamed(frameOf(session.active.viewpoint(thread, frame)), name) !== undefined;
    return {
      name,
      key: `registers ${reference.key} ${name}`,
      expression: isHidden ? `$${name}` : name,
      resolve: () => environment().lookup(`$${name}`)!,
      environment,
    };
  };
  return {
    ...itemsSource(session, () => NAMES.map(itemOf)),
    variables: (page, format) => {
      const { frame } = session.stacks.frame(reference);
      return paged(NAMES, page).map((name) => {
        const number = NAMES.indexOf(name) - 1;
        const isLost = number > 0 && frame.registers.read(number) === undefined;
        if (isLost) return remark(name, 'not saved');
        const type = number < 0 ? 'program counter' : registerRole(number);
        return { ...present(session, itemOf(name), format), type };
      });
    },
  };
}
