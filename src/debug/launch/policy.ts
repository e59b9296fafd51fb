import { integer, type Kind } from './kinds';

type Parameters = Readonly<Record<string, Kind<number>>>;

/** Parameters of each scheduling policy of the kernel (`kernel/policy.h`), and the numbers they take; of one's own, any. */
const policies = {
  fifo: {},
  rr: { quantum: integer(1, 2 ** 40) },
  sjf: {},
  stcf: {},
  mlfq: {
    levels: integer(1, 16),
    quantum: integer(1, 2 ** 40),
    allotment: integer(1, 2 ** 40),
    boost: integer(0, 2 ** 40),
  },
  lottery: { seed: integer(0, 2 ** 40), quantum: integer(1, 2 ** 40) },
  stride: { quantum: integer(1, 2 ** 40) },
  own: 'any',
} satisfies Record<string, Parameters | 'any'>;

const names = Object.keys(policies);
const parametersOf = (name: string): Parameters | 'any' | undefined =>
  names.includes(name) ? policies[name as keyof typeof policies] : undefined;

/** A policy and its parameters, as the kernel reads them at boot: `mlfq:levels=3,boost=100`. */
export const policy = (): Kind<string> => ({
  allowed: `one of ${names.join(', ')}, and may have parameters, such as mlfq:levels=3,quantum=2`,
  placeholder: `${names.join('|')}[:PARAMETER=N,...]`,
  schema: {
    anyOf: [
      { type: 'string', enum: names },
      { type: 'string', pattern: `^(${names.join('|')}):[a-z]+=\\d+(,[a-z]+=\\d+)*$` },
    ],
  },
  read(raw) {
    if (typeof raw !== 'string') return undefined;
    const [name, list] = cut(raw, ':');
    const parameters = parametersOf(name);
    if (!parameters) return undefined;
    const texts = list === undefined ? [] : list.split(',');
    return texts.every((text) => isParameter(text, parameters)) ? raw : undefined;
  },
  allowedNear(raw) {
    const name = cut(String(raw), ':')[0];
    const known = parametersOf(name);
    if (known === 'any')
      return `for ${name} your own parameters, each a name and ${anyNumber.allowed}: limit=3`;
    const parameters = Object.entries(known ?? {});
    if (parameters.length > 0) {
      const words = parameters.map(([parameter, { allowed }]) => `${parameter}=N (${allowed})`);
      return `for ${name} the parameters ${words.join(', ')}`;
    }
    return known && `${name} without parameters`;
  },
});

const anyNumber = integer(0, 2 ** 40);

function isParameter(text: string, parameters: Parameters | 'any'): boolean {
  const [name, value] = cut(text, '=');
  const kind = parameters === 'any' ? /^[a-z]+$/.test(name) && anyNumber : ofThese(name, parameters);
  return kind !== false && /^\d+$/.test(value ?? '') && kind.read(value) !== undefined;
}

const ofThese = (name: string, parameters: Parameters): Kind<number> | false =>
  Object.hasOwn(parameters, name) && parameters[name];

/** What is before and after the first `at`; undefined when it is not there. */
function cut(text: string, at: string): [string, string | undefined] {
  const place = text.indexOf(at);
  return place < 0 ? [text, undefined] : [text.slice(0, place), text.slice(place + 1)];
}

/** The policy with the run's seed where it draws by lot; a seed among its own parameters goes before. */
export const withSeed = (policy: string, seed: number | undefined): string =>
  seed === undefined ? policy : withParameter(policy, 'seed', seed, ['lottery']);

/** The policy with turns of so many ticks, if it gives turns; a quantum among its own parameters goes before. */
export const withSlice = (policy: string, ticks: number): string =>
  withParameter(policy, 'quantum', ticks, ['rr', 'lottery', 'stride']);

function withParameter(policy: string, parameter: string, value: number, listeners: string[]): string {
  const [name, list] = cut(policy, ':');
  if (!listeners.includes(name)) return policy;
  const given = list?.split(',') ?? [];
  return given.some((text) => cut(text, '=')[0] === parameter)
    ? policy
    : `${name}:${[...given, `${parameter}=${value}`].join(',')}`;
}
