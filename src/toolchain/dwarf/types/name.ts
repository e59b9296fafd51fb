import type { Type } from './model';

/** Types in damaged debug information may contain themselves. */
const DEEPEST = 32;

/**
 * A type in C syntax: `struct process *`, `char [16]`, `int (*)(int, char **)`. With a `declarator`
 * the declaration of something: `int (*handler)(int, char **)`.
 */
export function typeName(type: Type, declarator = '', depth = 0): string {
  if (depth > DEEPEST) return '…';
  const word = (name: string) => (declarator === '' ? name : `${name} ${declarator}`);
  switch (type.kind) {
    case 'void':
      return word('void');
    case 'base':
    case 'typedef':
    case 'unspecified':
      return word(type.name);
    case 'structure':
      return word(`struct ${type.name ?? '{…}'}`);
    case 'union':
      return word(`union ${type.name ?? '{…}'}`);
    case 'enumeration':
      return word(`enum ${type.name ?? '{…}'}`);
    case 'pointer': {
      const { target } = type;
      const binds = target.kind === 'array' || target.kind === 'function';
      return typeName(target, binds ? `(*${declarator})` : `*${declarator}`, depth + 1);
    }
    case 'qualified': {
      const { target, qualifier } = type;
      if (target.kind !== 'pointer') return `${qualifier} ${typeName(target, declarator, depth + 1)}`;
      return typeName(target, declarator === '' ? qualifier : `${qualifier} ${declarator}`, depth + 1);
    }
    case 'array':
      return typeName(type.element, `${declarator}[${type.count ?? ''}]`, depth + 1);
    case 'function': {
      const parameters = type.parameters.map((parameter) => typeName(parameter, '', depth + 1));
      if (type.isVariadic) parameters.push('...');
      return typeName(type.result, `${declarator}(${parameters.join(', ') || 'void'})`, depth + 1);
    }
  }
}
