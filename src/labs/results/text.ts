import { withInstant, wordFor, type Results } from './result';

/** The results for whoever reads a terminal. */
export function textOf({ lab, version, submissions }: Results): string {
  const lines = [`${lab}, version ${version}`];
  for (const { name, passed, score, maxScore, checks, drawn, error } of submissions) {
    lines.push('', `${name}: ${passed ? 'passed' : 'FAILED'}, ${score} of ${maxScore} points`);
    if (error !== undefined) lines.push(`  the grader failed: ${error}`);
    for (const [run, options] of Object.entries(drawn ?? {})) {
      const values = Object.entries(options).map(([option, value]) => `${option} ${value}`);
      lines.push(`  run ${run}: ${values.join(', ')}`);
    }
    for (const check of checks) {
      lines.push(
        `  ${wordFor(check).padEnd(4)} ${check.id}: ${check.name}${check.hidden ? ' (hidden)' : ''}`,
      );
      if (check.message !== '') lines.push(`       ${withInstant(check)}`);
      const hint = check.failure?.hint;
      if (hint !== undefined) lines.push(`       Hint: ${hint}`);
    }
  }
  const passing = submissions.filter(({ passed }) => passed).length;
  if (submissions.length !== 1) lines.push('', `${passing} of ${submissions.length} submissions passed`);
  return lines.join('\n') + '\n';
}
