import type { EngineName } from '../types';
import type { Engine, EngineParts } from './engine';
import { Interpreter } from './interpreter/interpreter';
import { hasTailCalls } from './translator/support';
import { AT_ONCE, HOT, Translator } from './translator/translator';

/** The engine of that name; the interpreter where time is modelled, and on a host that cannot run translated code. */
export function buildEngine(name: EngineName, parts: EngineParts): Engine {
  if (parts.timing || !hasTailCalls()) return new Interpreter(parts);
  switch (name) {
    case 'interpreter':
      return new Interpreter(parts);
    case 'translator':
      return new Translator(parts, AT_ONCE);
    case 'auto':
      return new Translator(parts, HOT);
  }
}
