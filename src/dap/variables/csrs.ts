import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../base/integers';
import { csrNamed, csrs, isCsrReadOnly, readFields, type Csr } from '../../isa/csrs';
import { compile } from '../../debug/expressions/evaluate';
import type { Hart } from '../../machine/types';
import { ErrorId, RequestError } from '../errors';
import { changed } from '../events';
import type { Session } from '../session';
import type { VariableSource } from './variable';

/** The control and status registers of a CPU, each with its fields. */
export function csrsOf(session: Session, cpu: number): VariableSource {
  const hart = (): Hart => session.active.system.hart(cpu);
  const variable = (csr: Csr, value: bigint): DebugProtocol.Variable => ({
    name: csr.name,
    value: hex(value),
    type: csr.doc,
    evaluateName: csr.name,
    variablesReference:
      csr.fields.length === 0 ? 0 : session.variables.of(`csr ${cpu} ${csr.name}`, fieldsOf(csr, hart)),
    ...(isCsrReadOnly(csr.number) ? { presentationHint: { attributes: ['readOnly'] } } : {}),
  });
  return {
    variables: () =>
      csrs.flatMap((csr) => {
        const value = hart().readCsr(csr.number);
        return value === undefined || isPlainCounter(csr) ? [] : [variable(csr, value)];
      }),
    set: (name, text) => {
      const csr = csrNamed(name);
      if (!csr) throw new RequestError(ErrorId.user, `${name} cannot be changed`);
      const { thread, frame } = session.defaultFrame();
      const { bits } = compile(text).evaluate(session.active.environment(thread, frame));
      if (!hart().writeCsr(csr.number, bits)) throw new RequestError(ErrorId.user, `${name} is read-only`);
      changed(session);
      return variable(csr, hart().readCsr(csr.number) ?? 0n);
    },
  };
}

/** Of the many performance counters only cycle, time and instret count anything. */
const isPlainCounter = ({ name }: Csr): boolean => /^m?hpm(counter|event)\d+h?$/.test(name);

const fieldsOf = (csr: Csr, hart: () => Hart): VariableSource => ({
  variables: () =>
    readFields(csr, hart().readCsr(csr.number) ?? 0n).map(({ field, value, meaning }) => ({
      name: field.name,
      value: meaning === undefined ? hex(value) : `${hex(value)} (${meaning})`,
      type: field.doc,
      variablesReference: 0,
      presentationHint: { attributes: ['readOnly'] },
    })),
});
