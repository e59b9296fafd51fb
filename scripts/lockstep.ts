// `npm run lockstep [-- --instructions N --seed S --blocks N --each N --coverage --bug NAME]`: compares the machine with QEMU on
// seeded programs, until N instructions agree or a difference is found. See test/lockstep.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { bundleLockstep } from '../test/lockstep/bundle';
import { run } from './commands';
import { main } from './main';

main(__filename, async () => {
  const bundle = await bundleLockstep();
  try {
    return await run(process.execPath, [bundle, ...process.argv.slice(2)]);
  } finally {
    rmSync(path.dirname(bundle), { recursive: true });
  }
});
