import { contentsExpression, contentsOf, dataSymbols, type DataSymbol } from '../../debug/names/data-symbols';
import type { Environment } from '../../debug/expressions/evaluate';
import type { Value } from '../../debug/values/value';
import type { Session } from '../session';
import type { FrameReference } from '../stacks';
import { itemsSource, type Item } from './typed';
import type { VariableSource } from './variable';

/** The variables outside of functions of the program that a frame's code belongs to; of assembly, its labels of data. */
export function globalsScope(session: Session, reference: FrameReference): VariableSource {
  return itemsSource(session, () => {
    const { image } = session.stacks.frame(reference).frame;
    if (!image) return [];
    const environment = () => session.stacks.environment(session.stacks.frame(reference));
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

function labelItem(symbol: DataSymbol, key: string, environment: () => Environment): Item {
  const resolve = (): Value => contentsOf(symbol, environment().space);
  return {
    name: symbol.name,
    key,
    resolve,
    environment,
    expression: contentsExpression(symbol.name, resolve().type),
  };
}
