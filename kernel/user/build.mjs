// Compiles the programs that come with the product:  node kernel/user/build.mjs
// Each file of tools/ becomes dist/programs/NAME. Does nothing when neither the sources nor this script changed since the last time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { common, root, zig, zigEnvironment } from '../build.mjs';

const output = path.join(root, 'dist', 'programs');
const objects = path.join(root, 'node_modules', '.cache', 'programs');
const stamp = path.join(objects, 'stamp');

/** Files of a folder below kernel/, as paths from the root with forward slashes, sorted. */
const filesOf = (folder) =>
  readdirSync(path.join(root, 'kernel', folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(c|h|S|ld|mjs)$/.test(entry.name))
    .map(({ name }) => path.posix.join('kernel', folder, name))
    .sort();

const nameOf = (file) => path.posix.parse(file).name;

const { command, flags, version } = zig();

function compile(what, ...words) {
  const standard = flags.map((flag) => (flag === '-std=gnu23' ? '-std=gnu17' : flag));
  const result = spawnSync(command, [...standard, ...common, '-O0', '-Ikernel/user/include', ...words], {
    cwd: root,
    env: zigEnvironment,
    stdio: 'inherit',
  });
  if (result.error) throw new Error(`${command}: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${what} was not built: zig ended with status ${result.status}`);
}

function build() {
  const library = [...filesOf('user/lib'), ...filesOf('user').filter((file) => file.endsWith('.S'))];
  const tools = filesOf('user/tools');
  const sources = [...library, ...tools].filter((file) => /\.[cS]$/.test(file));
  const inputs = createHash('sha256').update(version);
  const read = ['', 'user', 'user/include', 'user/lib', 'user/tools'].flatMap(filesOf);
  for (const file of read.filter((name) => name.startsWith('kernel/user/') || name.endsWith('.h')))
    inputs.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  const digest = inputs.digest('hex');
  const programs = tools.map((file) => path.join(output, nameOf(file)));
  const now = new Date();
  if (programs.every(existsSync) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) {
    for (const program of programs) utimesSync(program, now, now); // newer than the sources, for whoever goes by time
    return;
  }
  rmSync(output, { recursive: true, force: true });
  for (const folder of [objects, output]) mkdirSync(folder, { recursive: true });
  const objectOf = (file) => path.join(objects, `${file.replaceAll('/', '-')}.o`);
  for (const file of sources) compile(file, '-c', '-o', objectOf(file), file);
  for (const file of tools) {
    const target = path.join(output, nameOf(file));
    const parts = [file, ...library].map(objectOf);
    compile(file, '-Wl,-T,kernel/user/program.ld', '-Wl,-e,_start', '-o', target, ...parts);
  }
  writeFileSync(stamp, digest);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    build();
    console.log('programs: dist/programs');
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
