import { createRequire } from 'node:module';
import * as esbuild from 'esbuild';
import { inRoot } from '../../scripts/root';
import type { machineCosts } from './machine-costs';

type Module = Record<'machineCosts', typeof machineCosts>;

/** The measurements in one bundle, as what ships is: module by module, the same code takes up to five times as long. */
export async function bundledCosts(): Promise<typeof machineCosts> {
  const outfile = inRoot('.cache', 'bench', 'machine-costs.cjs');
  await esbuild.build({
    ...{ entryPoints: [inRoot('test', 'bench', 'machine-costs.ts')], outfile },
    ...{ bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' },
  });
  return (createRequire(__filename)(outfile) as Module).machineCosts;
}
