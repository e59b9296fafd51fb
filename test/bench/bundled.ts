import { createRequire } from 'node:module';
import * as esbuild from 'esbuild';
import { inRoot } from '../../scripts/root';
import type * as Conditions from './conditions';
import type * as MachineCosts from './machine-costs';
import type * as TimeTravel from './time-travel';

/** Measurements in one bundle, as what ships is: module by module, the same code takes up to five times as long. */
async function bundled<M>(name: string): Promise<M> {
  const outfile = inRoot('.cache', 'bench', `${name}.cjs`);
  await esbuild.build({
    entryPoints: [inRoot('test', 'bench', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return createRequire(__filename)(outfile) as M;
}

export const bundledCosts = async (): Promise<typeof MachineCosts.machineCosts> =>
  (await bundled<typeof MachineCosts>('machine-costs')).machineCosts;

export const bundledConditions = async (): Promise<typeof Conditions.conditionCosts> =>
  (await bundled<typeof Conditions>('conditions')).conditionCosts;

export const bundledTimeTravel = (): Promise<typeof TimeTravel> => bundled<typeof TimeTravel>('time-travel');
