import type { Results } from './result';

/** Submissions that failed in the same way. */
interface Alike {
  readonly check: string;
  /** A message of one of them. */
  readonly message: string;
  readonly names: string[];
}

/** One page about a class: scores, how often each check failed, and who failed in the same way. No names but those of folders. */
export function reportPage({ lab, version, submissions }: Results): string {
  const passing = submissions.filter(({ passed }) => passed).length;
  const checks = submissions[0]?.checks ?? [];
  const failures = checks
    .map(({ id, name }) => {
      const all = submissions.map((one) => one.checks.find((check) => check.id === id)?.passed);
      return {
        id,
        name,
        failed: all.filter((passed) => passed === false).length,
        open: all.filter((passed) => passed === null).length,
      };
    })
    .sort((a, b) => b.failed - a.failed || (a.id < b.id ? -1 : 1));
  const mean =
    submissions.length === 0
      ? 0
      : submissions.reduce((sum, { score }) => sum + score, 0) / submissions.length;
  const most = submissions[0]?.maxScore ?? 0;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(lab)}: what the class did</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font-size: .9em; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>${escaped(lab)}, version ${escaped(version)}</h1>
<p>${passing} of ${submissions.length} submissions pass. The mean score is ${mean.toFixed(2)} of ${most}.</p>
<h2>Scores</h2>
${table(
  ['score', 'submissions'],
  distribution(submissions.map(({ score }) => score)).map(([score, count]) => [number(score), number(count)]),
)}
<h2>Which check failed how often</h2>
${table(
  ['check', 'failed', 'not checked'],
  failures.map(({ id, name, failed, open }) => [cell(`${id}: ${name}`), number(failed), number(open)]),
)}
<h2>Who failed in the same way</h2>
${table(
  ['check', 'what happened, in one of them', 'submissions', 'which'],
  alike({ lab, version, submissions }).map(({ check, message, names }) => [
    cell(check),
    `<td><code>${escaped(message)}</code></td>`,
    number(names.length),
    cell(names.join(', ')),
  ]),
)}
<h2>All</h2>
${table(
  ['submission', 'score', 'failed'],
  submissions.map(({ name, score, checks: all }) => [
    cell(name),
    number(score),
    cell(
      all
        .filter(({ passed }) => passed === false)
        .map(({ id }) => id)
        .join(', '),
    ),
  ]),
)}
</body>
</html>
`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const cell = (text: string): string => `<td>${escaped(text)}</td>`;
const number = (value: number): string => `<td class="number">${value}</td>`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p>None.</p>';
  const isNumber = (index: number): boolean =>
    rows.every((row) => row[index].startsWith('<td class="number"'));
  const heads = head.map(
    (word, index) => `<th scope="col"${isNumber(index) ? ' class="number"' : ''}>${word}</th>`,
  );
  const body = rows.map((row) => `<tr>${row.join('')}</tr>`);
  return `<table>\n<thead><tr>${heads.join('')}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`;
}

/** How many there are of each, the largest first. */
function distribution(scores: readonly number[]): [number, number][] {
  const counts = new Map<number, number>();
  for (const score of scores) counts.set(score, (counts.get(score) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => b - a);
}

/** The most frequent first. */
function alike({ submissions }: Results): Alike[] {
  const groups = new Map<string, Alike>();
  for (const { name, checks } of submissions) {
    for (const { id, passed, message } of checks) {
      if (passed !== false) continue;
      const key = `${id}\0${kindOf(message)}`;
      const group = groups.get(key) ?? { check: id, message, names: [] };
      group.names.push(name);
      groups.set(key, group);
    }
  }
  return [...groups.values()].sort((a, b) => b.names.length - a.names.length || (a.check < b.check ? -1 : 1));
}

/** What a message says, without the numbers and texts of this one run. */
export const kindOf = (message: string): string =>
  message
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replaceAll(/\b0x[0-9a-f]+\b/gi, '#')
    .replaceAll(/\b\d+(\.\d+)?\b/g, '#');
