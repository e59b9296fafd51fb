import { memoryTerms } from './terms/memory';
import { processTerms } from './terms/process';
import type { Term } from './terms/term';
import { timingTerms } from './terms/timing';
import { trapTerms } from './terms/trap';

export type { Term };

export const terms: readonly Term[] = [...trapTerms, ...processTerms, ...memoryTerms, ...timingTerms];

/** A term by its name or another word for it, whatever the case. */
export function termNamed(name: string): Term | undefined {
  const wanted = name.toLowerCase().replaceAll('-', ' ');
  return (
    terms.find((one) => one.name.toLowerCase() === wanted) ??
    terms.find(({ also }) => also.some((word) => word.toLowerCase() === wanted))
  );
}

/** The page docs/glossary.md. */
export function glossaryPage(): string {
  const parts = terms.map(({ name, meaning, riscv, x86, arm, also }) => {
    const rows =
      riscv === '—'
        ? []
        : ['', '| RISC-V | x86 | Arm |', '| --- | --- | --- |', `| ${riscv} | ${x86} | ${arm} |`];
    return [
      `## ${name}`,
      '',
      meaning,
      ...(also.length === 0 ? [] : ['', `Also: ${also.join(', ')}.`]),
      ...rows,
    ].join('\n');
  });
  const intro =
    'The words of the lecture, and what RISC-V, x86 and Arm call the same thing. In the editor: the command _Trapframe: Glossary_, the hovers of instructions, and the Trap view.';
  return ['# Glossary', '', intro, '', parts.join('\n\n'), ''].join('\n');
}
