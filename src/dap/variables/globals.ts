import { typeName } from '../../toolchain/dwarf/types/name';
import { arrayOf, C, pointerTo } from '../../debug/values/types';
import { dataSymbols, type DataSymbol } from '../../debug/names/data-symbols';
import { textIn } from '../../debug/values/strings';
import type { Environment } from '../../debug/expressions/evaluate';
import type { Value } from '../../debug/values/value';
import type { Session } from '../session';
import type { FrameReference } from '../stacks';
import { itemsSource, type Item } from './typed';
import type { VariableSource } from './variable';

/** The variables outside of functions of the program that a frame's code belongs to; of assembly, its labels of data. */
export function globalsScope(session: Session, reference: FrameReference): VariableSource {
  return itemsSource(session, () => {
    const { thread, frame } = session.stacks.frame(reference);
    const { image } = frame;
    if (!image) return [];
    const environment = () => session.active.environment(thread, frame);
    const key = (name: string): string => `globals ${reference.threadId} ${image.name} ${name}`;
    const variables = [...image.debug.variables.globalNames]
      .filter((name) => image.global(name) !== undefined)
      .map((name): Item => {
        const found = environment().lookup(name)?.location;
        const isSeen = found?.kind === 'memory' && found.address === image.global(name)?.address;
        return {
          name,
          key: key(name),
          environment,
          expression: isSeen ? name : `::${name}`,
          resolve: () => environment().global(name)!,
        };
      });
    const labels = dataSymbols(image).map((symbol): Item => labelItem(symbol, key(symbol.name), environment));
    return [...variables, ...labels].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  });
}

/** A label has no type of its own; the expression for its contents says which is meant. */
function labelItem({ name, address, type }: DataSymbol, key: string, environment: () => Environment): Item {
  const resolve = (): Value => {
    const { space } = environment();
    const isText =
      type.kind === 'array' && type.element === C.unsignedChar && textIn(space, address, 2) !== undefined;
    const shown = isText ? arrayOf(C.char, type.count) : type;
    return { type: shown, location: { kind: 'memory', space, address }, space };
  };
  return {
    name,
    key,
    expression: `*(${typeName(pointerTo(resolve().type))})&::${name}`,
    resolve,
    environment,
  };
}
