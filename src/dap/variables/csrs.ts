import { csrs, type Csr } from '../../isa/csrs';
import type { Hart } from '../../machine/types';
import { csrCell } from '../../debug/names/machine';
import { fieldWord, member } from '../../debug/values/children';
import { C } from '../../debug/values/types';
import type { Value } from '../../debug/values/value';
import type { Session } from '../session';
import { itemsSource, present, type Item } from './typed';
import { paged, type VariableSource } from './variable';

/** The control and status registers of a CPU, each with its fields. */
export function csrsOf(session: Session, cpu: number): VariableSource {
  const hart = (): Hart => session.active.system.hart(cpu);
  const environment = () => session.stacks.environment(session.stacks.defaultFrame());
  const shown = csrs.filter((csr) => !isPlainCounter(csr));
  const itemOf = ({ name, number }: Csr): Item => ({
    name,
    key: `csr ${cpu} ${name}`,
    expression: name,
    environment,
    resolve: () => csrValue(hart(), number, environment().space),
  });
  const existing = (): Csr[] => shown.filter(({ number }) => hart().readCsr(number) !== undefined);
  const source = itemsSource(session, () => existing().map(itemOf));
  return {
    ...source,
    variables: (page, format) =>
      paged(existing(), page).map((csr) => {
        const fields = fieldsOf(session, itemOf(csr), csr);
        return {
          ...present(session, itemOf(csr), format),
          type: csr.doc,
          variablesReference:
            csr.fields.length === 0 ? 0 : session.variables.of(`csr ${cpu} ${csr.name}`, fields),
        };
      }),
  };
}

const csrValue = (hart: Hart, number: number, space: Value['space']): Value => ({
  type: C.unsignedLong,
  location: { kind: 'cell', cell: csrCell(hart, number) },
  isRaw: true,
  space,
});

/** Of the many performance counters only cycle, time and instret count anything. */
export const isPlainCounter = ({ name }: Csr): boolean => /^m?hpm(counter|event)\d+h?$/.test(name);

function fieldsOf(session: Session, whole: Item, csr: Csr): VariableSource {
  const source = itemsSource(session, () =>
    csr.fields.map(({ name }): Item => ({
      name,
      key: `${whole.key}.${name}`,
      expression: `${csr.name}.${fieldWord(name)}`,
      resolve: () => member(whole.resolve(), fieldWord(name)),
      environment: () => whole.environment(),
    })),
  );
  return {
    ...source,
    variables: (page, format) =>
      source
        .variables(page, format)
        .map((row) => ({ ...row, type: csr.fields.find(({ name }) => name === row.name)?.doc ?? '' })),
  };
}
