// What the texts of labs link to is there: files and labels, runs, checks, views, terms, and expressions over facts.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { termNamed } from '../../src/base/glossary';
import { knownKernels } from '../../src/debug/kernels/known';
import { Query } from '../../src/debug/events/query/query';
import { SystemCalls } from '../../src/debug/traps/system-calls';
import { lineOf } from '../../src/extension/labs/place';
import { links, page, root } from './pages';

interface Lab {
  readonly runs: Readonly<Record<string, unknown>>;
  readonly checks: readonly { readonly id: string }[];
  readonly steps?: readonly { readonly text: string }[];
}

const labs = readdirSync(path.join(root, 'labs')).filter((name) =>
  existsSync(path.join(root, 'labs', name, 'lab.json')),
);
const [builtin] = knownKernels();
const calls = new SystemCalls(builtin.systemCalls ?? [], builtin.errors);
const views = new Set(
  [
    ...readFileSync(path.join(root, 'src/extension/labs/links.ts'), 'utf8').matchAll(
      /^ {2}(\w+): 'trapframe\./gm,
    ),
  ].map(([, name]) => name),
);

/** Why a link leads nowhere; undefined: it does not. */
function problem(name: string, lab: Lab, href: string): string | undefined {
  const [, scheme, encoded] = /^([a-z]+):(.*)$/.exec(href) ?? [];
  const rest = decodeURIComponent(encoded ?? '');
  switch (scheme) {
    case 'open':
    case 'break': {
      const [file, anchor] = rest.split('#');
      const there = path.join(root, 'labs', name, 'starter', file);
      // What students make themselves is there in the solution.
      const found = [there, path.join(root, 'labs', name, 'solution', file)].find((one) => existsSync(one));
      if (found === undefined) return file === 'answers.txt' ? undefined : 'no such file';
      return anchor === undefined || lineOf(readFileSync(found, 'utf8'), anchor) !== undefined
        ? undefined
        : 'no such place';
    }
    case 'start':
      return rest === '' || Object.hasOwn(lab.runs, rest) ? undefined : 'no such run';
    case 'check':
      return rest === '' || lab.checks.some(({ id }) => id === rest) ? undefined : 'no such check';
    case 'view':
      return views.has(rest) ? undefined : 'no such view';
    case 'term':
      return termNamed(rest) ? undefined : 'no such term';
    case 'seek':
      if (!/^\d+$/.test(rest)) new Query(rest, calls);
      return undefined;
    case 'https':
    case 'http':
      return undefined;
    default:
      return 'not a link that labs know';
  }
}

describe('labs', () => {
  for (const name of labs) {
    it(`${name}: every link leads somewhere`, () => {
      const lab = JSON.parse(readFileSync(path.join(root, 'labs', name, 'lab.json'), 'utf8')) as Lab;
      const steps = lab.steps ?? [];
      assert.ok(steps.length > 0);
      const dead = steps.flatMap(({ text }) =>
        links(page(`labs/${name}/${text}`)).flatMap((href) => {
          const why = problem(name, lab, href);
          return why === undefined ? [] : [`${text}: ${href}: ${why}`];
        }),
      );
      assert.deepEqual(dead, []);
    });
  }
});
