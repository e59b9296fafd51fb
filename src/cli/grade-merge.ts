import { UserError } from '../base/errors';
import { formats, isSingle, type FormatName } from '../labs/results/formats';
import { readResults } from '../labs/results/json';
import { mergeResults } from '../labs/results/merge';
import { reportPage } from '../labs/results/report';
import type { Surroundings } from './command';
import { writeWhole } from './result-files';

const LIMIT = { what: 'a result', most: 256 * 2 ** 20 };

/** Makes one table of results of single submissions, or of parts of a class. Resolves to the exit status. */
export async function merge(
  files: readonly string[],
  { format, out, report }: { format: FormatName; out: string | undefined; report: string | undefined },
  { host, output }: Surroundings,
): Promise<number> {
  if (files.length === 0) throw new UserError('grade merge takes results: files that --format json wrote');
  if (isSingle(format))
    throw new UserError(`--format ${format} is of one submission; a class has text, json, csv or junit`);
  const parts = [];
  for (const file of files) {
    parts.push({
      file,
      results: readResults(new TextDecoder().decode(await host.files.readFile(file, LIMIT)), file),
    });
  }
  const results = mergeResults(parts);
  if (report !== undefined) await writeWhole(report, reportPage(results));
  const text = formats[format](results, { env: {}, submittedAt: 0 });
  if (out !== undefined) await writeWhole(out, text);
  // A page alone was asked for.
  else if (report === undefined || format !== 'text') output.write(text);
  return results.submissions.every(({ passed }) => passed) ? 0 : 1;
}
