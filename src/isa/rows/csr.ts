/** Access to control and status registers (unprivileged specification, "Zicsr"). */
import { definer, Opcode, pattern } from './define';

const define = definer('Zicsr');

type Write = 'replace' | 'set' | 'clear';
const register = (name: string, funct3: number, write: Write, doc: string) =>
  define(name, 'csr', pattern(Opcode.system, funct3), { kind: 'csr', write, source: 'rs1' }, doc);
const immediate = (name: string, funct3: number, write: Write, doc: string) =>
  define(
    name,
    'csrImmediate',
    pattern(Opcode.system, funct3),
    { kind: 'csr', write, source: 'immediate' },
    doc,
  );

export const csrRows = [
  register('csrrw', 1, 'replace', 'Read and write a control register: rd = csr, csr = rs1.'),
  register('csrrs', 2, 'set', 'Read and set bits of a control register: rd = csr, csr = csr | rs1.'),
  register('csrrc', 3, 'clear', 'Read and clear bits of a control register: rd = csr, csr = csr & ~rs1.'),
  immediate('csrrwi', 5, 'replace', 'Read and write a control register: rd = csr, csr = imm (0 to 31).'),
  immediate(
    'csrrsi',
    6,
    'set',
    'Read and set bits of a control register: rd = csr, csr = csr | imm (0 to 31).',
  ),
  immediate(
    'csrrci',
    7,
    'clear',
    'Read and clear bits of a control register: rd = csr, csr = csr & ~imm (0 to 31).',
  ),
];
