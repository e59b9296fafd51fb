import { abiNames, registerRole } from '../../isa/registers';
import { frameOf } from '../../debug/names/environment';
import { localNamed } from '../../debug/values/locals';
import type { Session } from '../session';
import type { FrameReference } from '../stacks';
import { itemsSource, remark, type Item } from './typed';
import { paged, type VariableSource } from './variable';

/** The general registers and pc as a frame sees them: live ones, or where they are saved. */
export function registersOf(session: Session, reference: FrameReference): VariableSource {
  const items = (): Item[] => {
    const { thread, frame } = session.stacks.frame(reference);
    const environment = () => session.active.environment(thread, frame);
    return ['pc', ...abiNames].map((name): Item => {
      // A variable of the program may have the same name.
      const isHidden = localNamed(frameOf(session.active.viewpoint(thread, frame)), name) !== undefined;
      return {
        name,
        key: `registers ${reference.key} ${name}`,
        expression: isHidden ? `$${name}` : name,
        resolve: () => environment().lookup(`$${name}`)!,
        environment,
      };
    });
  };
  const source = itemsSource(session, items);
  return {
    ...source,
    variables: (page, format) => {
      const { frame } = session.stacks.frame(reference);
      const all = source.variables({ start: 0, count: undefined }, format).map((row, index) => {
        const number = index - 1;
        const isLost = number > 0 && frame.registers.read(number) === undefined;
        if (isLost) return remark(row.name, 'not saved');
        return { ...row, type: number < 0 ? 'program counter' : registerRole(number) };
      });
      return [...paged(all, page)];
    },
  };
}
