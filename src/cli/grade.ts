import { mkdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import packageJson from '../../package.json';
import { UserError } from '../base/errors';
import { choice, integer, path } from '../debug/launch/kinds';
import { loadLab } from '../labs/format/load';
import type { Lab } from '../labs/format/lab';
import { gradeClass } from '../labs/node-class';
import { formatNames, formats, isSingle, type FormatName } from '../labs/results/formats';
import type { Results } from '../labs/results/result';
import { readFlag, splitOptions } from './arguments';
import type { Command, Surroundings } from './command';
import { merge } from './grade-merge';
import { writePackage } from './grade-package';
import { packageNames } from '../labs/packages/packages';
import { writeWhole } from './result-files';

const flags = {
  format: { kind: choice(...formatNames), description: 'How results are written. [text]' },
  out: { kind: path(), description: 'Write them to this file, whole or not at all, instead of to stdout.' },
  jobs: {
    kind: integer(1, 1024),
    description: 'Submissions that are graded at once. [as many as there are cores]',
  },
  timeout: {
    kind: integer(1, 86_400),
    description:
      'Seconds of the wall clock after which a submission is given up, as a last resort: the result says so, and is no verdict. [600]',
  },
  recordings: {
    kind: path(),
    description: 'Write recordings of the runs in which something failed into this folder.',
  },
  package: {
    kind: choice(...packageNames),
    description: 'Instead of grading, write what a grading service needs for this lab to --out.',
  },
  name: {
    kind: { ...path(), allowed: 'a name', placeholder: 'NAME' },
    description:
      'What the submission is called in the result, instead of the name of its folder; with one submission only.',
  },
  report: { kind: path(), description: 'With merge: write a page about the class to this file.' },
};

export const grade: Command = {
  name: 'grade',
  usage: 'LAB [SUBMISSION...] [OPTIONS] | merge RESULT.json... [OPTIONS]',
  summary:
    'Runs a lab’s checks over submissions, each in a process of its own; merges results. Without a submission: the current folder.',
  flags,
  runs: false,
  async run(words, around) {
    const { given, rest } = splitOptions(words, Object.keys(flags), true);
    const [first, ...more] = rest;
    const format = readFlag('format', flags.format, given) ?? 'text';
    const out = readFlag('out', flags.out, given);
    const report = readFlag('report', flags.report, given);
    if (first === 'merge') return merge(more, { format, out, report }, around);
    if (report !== undefined)
      throw new UserError('--report is about results that are merged: trapframe grade merge');
    if (first === undefined) throw new UserError('grade takes a lab, and submissions');
    // `.` has a name, too.
    const lab = { ...(await loadLab(around.host.files, first)), name: basename(resolve(first)) };
    const service = readFlag('package', flags.package, given);
    if (service !== undefined) {
      if (more.length > 0) throw new UserError('--package takes a lab alone, and no submissions');
      return writePackage(service, lab, first, out, around);
    }
    const submissions = more.length === 0 ? ['.'] : more;
    checkCount(format, submissions.length);
    const name = readFlag('name', flags.name, given);
    if (name !== undefined && submissions.length > 1)
      throw new UserError(`--name is of one submission, not of ${submissions.length}`);
    if (out !== undefined) await checkFolder(out);
    warnOfVersion(lab, around);
    const recordings = readFlag('recordings', flags.recordings, given);
    const signal = around.interrupt;
    const results: Results = {
      lab: lab.name,
      version: lab.version,
      submissions: await gradeClass(lab, first, submissions, around.host, {
        name,
        jobs: readFlag('jobs', flags.jobs, given),
        seconds: readFlag('timeout', flags.timeout, given) ?? 600,
        record: recordings === undefined ? undefined : recorder(recordings),
        signal,
        fenced: (fence) => {
          if (lab.needs.includes('c-compiler') && !fence.confines)
            around.say(
              `trapframe: C is compiled as ${fence.words}, without a namespace (bwrap): keep the lab where nobody else can read it`,
            );
        },
      }),
    };
    if (signal.aborted) {
      around.say('trapframe: interrupted; nothing is written');
      return 130;
    }
    const submittedAt = await newestFile(submissions[0], lab);
    await deliver(formats[format](results, { env: process.env, submittedAt }), out, around);
    for (const { name, error } of results.submissions) {
      if (error !== undefined) around.say(`trapframe: ${name}: the grader failed: ${error}`);
    }
    return results.submissions.every(({ passed }) => passed) ? 0 : 1;
  },
};

/** @throws UserError when a format takes one submission, and there are more */
function checkCount(format: FormatName, count: number): void {
  if (isSingle(format) && count !== 1)
    throw new UserError(
      `--format ${format} is of one submission, not of ${count}; a class has text, json, csv or junit`,
    );
}

/** Writes a result to a file, whole or not at all, or to stdout. */
async function deliver(text: string, out: string | undefined, around: Surroundings): Promise<void> {
  if (out === undefined) around.output.write(text);
  else await writeWhole(out, text);
}

/** Before the work is done whose result the file is for. @throws UserError when it could not be written */
async function checkFolder(out: string): Promise<void> {
  const folder = await stat(resolve(out, '..')).catch(() => undefined);
  if (!folder?.isDirectory()) throw new UserError(`${out} cannot be written: its folder does not exist`);
  const file = await stat(out).catch(() => undefined);
  if (file?.isDirectory()) throw new UserError(`${out} cannot be written: it is a folder`);
}

/** An update must change nothing unseen. */
function warnOfVersion({ name, writtenFor }: Lab, around: Surroundings): void {
  if (writtenFor === '' || writtenFor === packageJson.version) return;
  around.say(`trapframe: ${name} was written for version ${writtenFor}, and this is ${packageJson.version}`);
}

function recorder(folder: string) {
  return async (submission: string, { name, base64 }: { name: string; base64: string }): Promise<void> => {
    await mkdir(folder, { recursive: true });
    const file = `${submission.replaceAll(/[^A-Za-z0-9_.-]/g, '_')}-${name}`;
    await writeWhole(join(folder, file), Buffer.from(base64, 'base64'));
  };
}

/** When the newest file of a submission was changed, in seconds. */
async function newestFile(submission: string, { handIn }: Lab): Promise<number> {
  const times = await Promise.all(
    ['', ...handIn].map((name) =>
      stat(join(submission, name)).then(
        (about) => (about.isFile() ? about.mtimeMs : 0),
        () => 0,
      ),
    ),
  );
  return Math.floor(Math.max(...times) / 1000);
}
