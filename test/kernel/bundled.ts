import { createRequire } from 'node:module';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { root } from './root';

/**
 * A module of the tests as the product is built: in one piece, which runs the machine several times as fast as file by
 * file. For tests that run it for long.
 * @param source relative to `test/`
 */
export function bundled<Module>(source: string): Module {
  const outfile = path.join(root, 'dist', 'test', `${source.replaceAll('/', '-')}-${process.pid}.cjs`);
  buildSync({
    entryPoints: [path.join(root, 'test', `${source}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return createRequire(__filename)(outfile) as Module;
}
