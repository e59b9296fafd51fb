import { csrPrivilege, csrNamed, isCsrReadOnly, type Csr } from '../../isa/csrs';
import { abiNames, registerNumber, registerRole } from '../../isa/registers';
import { directives } from '../../toolchain/assembler/directives/directives';
import { fenced as code } from '../markdown';
import { systemCallConstants, systemCalls } from '../../toolchain/system-calls';
import { drawEncoding } from './encoding';
import { type Instruction, instructionNamed } from './instructions';
import { effect } from './meaning';
import { argumentsOf, signatureOf } from './system-call';

/** What an instruction is: its forms, what it does, its formula, its encoding. In Markdown. */
export function describeInstruction(instruction: Instruction, word?: number): string {
  const { name, doc, syntaxes, row, compressed, expansion } = instruction;
  const parts = [
    code((syntaxes.length > 0 ? syntaxes : ['']).map((syntax) => `${name} ${syntax}`.trimEnd()).join('\n')),
    doc,
  ];
  if (expansion !== undefined) parts.push('Stands for:', code(expansion.join('\n')));
  if (row !== undefined) {
    const words = effect(row, (leaf) => leaf, 'rd');
    if (words !== '') parts.push('`' + words + '`');
    parts.push(code(drawEncoding(row, word), 'text'), `Extension ${row.extension}.`);
  } else if (compressed !== undefined) parts.push('A compressed instruction: 2 bytes.');
  return parts.join('\n\n');
}

/** What a register is for in calls and in traps. */
export function describeRegister(name: string): string | undefined {
  const number = registerNumber(name);
  if (number === undefined) return undefined;
  const abi = abiNames[number];
  const names = abi === 's0' ? 's0, fp' : abi;
  return [`**${names}** (x${number}): ${registerRole(number)}.`, inTraps(abi)]
    .filter((line) => line !== '')
    .join('\n\n');
}

/** What happens to a register when the kernel takes over. */
function inTraps(abi: string): string {
  if (abi === 'zero') return '';
  if (abi === 'a7')
    return 'At an `ecall`: the number of the system call. A trap leaves it alone; the kernel saves it with the others.';
  if (abi === 'a0') {
    return 'At an `ecall`: the first argument, and after it the result; negative is an error. In any other trap the kernel gives it back as it was.';
  }
  if (/^a[1-5]$/.test(abi))
    return `At an \`ecall\`: argument ${Number(abi[1]) + 1}. The kernel gives it back as it was.`;
  if (abi === 'sp')
    return 'In a trap the hardware does not change it: the kernel itself must go over to a stack of its own.';
  return 'In a trap the hardware does not save it: the kernel does, and gives it back.';
}

const modes = ['user', 'supervisor', '', 'machine'];

/** A control register with all its fields. */
export function describeCsr(name: string): string | undefined {
  const csr = csrNamed(name);
  if (csr === undefined) return undefined;
  const access = `${isCsrReadOnly(csr.number) ? 'read only' : 'read and write'}, from ${modes[csrPrivilege(csr.number)]} mode on`;
  return [`**${csr.name}** (0x${csr.number.toString(16)}; ${access})`, csr.doc, fieldTable(csr)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function fieldTable({ fields }: Csr): string {
  if (fields.length === 0) return '';
  const rows = fields.map(({ name, low, width, doc }) => {
    const bits = width === 1 ? String(low) : `${low + width - 1}:${low}`;
    return `| ${bits} | ${name} | ${doc.replaceAll('|', '\\|')} |`;
  });
  return ['| bits | field | |', '| --- | --- | --- |', ...rows].join('\n');
}

export function describeDirective(written: string): string | undefined {
  const name = written.toLowerCase();
  const directive = directives.get(name);
  if (directive === undefined) return undefined;
  return `${code(`${name} ${directive.usage}`.trimEnd())}\n\n${directive.doc}`;
}

/** `SYS_write`: number, arguments, what it does. */
export function describeSystemCall(name: string): string | undefined {
  if (!systemCallConstants.has(name)) return undefined;
  const call = systemCalls.find((one) => `SYS_${one.name}` === name)!;
  const registers = [`a7 = ${call.number}`, argumentsOf(call)].filter((part) => part !== '').join(', ');
  return `${code(signatureOf(call), 'c')}\n\n${call.doc}\n\nSystem call ${call.number}: \`${registers}\`; the result is in \`a0\`, negative is an error.`;
}

/** Whatever the assembler itself knows under a name. */
export function describeName(name: string): string | undefined {
  const instruction = instructionNamed(name);
  return instruction === undefined
    ? (describeDirective(name) ?? describeSystemCall(name))
    : describeInstruction(instruction);
}

const parts: Readonly<Record<string, string>> = {
  hi: 'The upper 20 bits of an address, for `lui`; one more when the lower 12 bits count as negative.',
  lo: 'The lower 12 bits of an address, as a signed number.',
  pcrel_hi: 'The upper 20 bits of the distance from here to an address, for `auipc`.',
  pcrel_lo: 'The lower 12 bits of the distance that the `auipc` at this label began.',
};

/** `%lo` and its kin, without the percent sign. */
export const describePart = (name: string): string | undefined =>
  parts[name] === undefined ? undefined : `**%${name}(...)**: ${parts[name]}`;
