// The layers of src/ (DEVELOPERS.md has them in words). Types count as imports too.

/** What each folder may import, besides itself. */
const layers = {
  base: [],
  isa: ['base'],
  machine: ['base', 'isa'],
  devices: ['base', 'isa', 'machine'],
  toolchain: ['base', 'isa'],
  debug: ['base', 'isa', 'machine', 'devices', 'toolchain'],
  host: ['base', 'toolchain', 'debug'],
  gdb: ['base', 'isa', 'machine', 'devices', 'toolchain', 'debug'],
  protocol: ['base'],
  dap: ['base', 'isa', 'machine', 'devices', 'toolchain', 'debug', 'host', 'protocol'],
  lsp: ['base', 'isa', 'toolchain', 'host'],
  labs: ['base', 'isa', 'machine', 'devices', 'toolchain', 'debug', 'host', 'protocol'],
  cli: [
    'base',
    'isa',
    'machine',
    'devices',
    'toolchain',
    'debug',
    'host',
    'protocol',
    'gdb',
    'dap',
    'lsp',
    'labs',
  ],
  extension: ['base', 'protocol'],
  webview: ['base', 'protocol'],
  site: ['base'],
  worker: ['base', 'toolchain', 'dap', 'labs', 'cli'],
};

/** Specs, and what only specs share. */
const tests = ['\\.spec\\.ts$', '/testing/', '/arbitraries\\.ts$', '\\.fixture\\.ts$'];

const layerRules = Object.entries(layers).map(([layer, below]) => ({
  name: `${layer}-imports-below`,
  comment: `src/${layer} may import ${below.map((name) => `src/${name}`).join(', ') || 'nothing'} besides itself`,
  severity: 'error',
  from: { path: `^src/${layer}/`, pathNot: tests },
  to: { path: '^(src|test|scripts|kernel)/', pathNot: `^src/(${[layer, ...below].join('|')})/` },
}));

/** Of src/debug, from the ground up: each folder, or file, imports only what stands before it. */
const floors = [
  ['witness'],
  ['symbols'],
  ['memory'],
  ['traps'],
  ['kernels'],
  ['launch'],
  ['system', 'threads'],
  ['unwind'],
  ['values'],
  ['expressions'],
  ['names'],
  ['events'],
  ['inspect'],
  ['breakpoints'],
  ['run'],
  ['time'],
  ['questions'],
  ['schedule'],
  ['assembly'],
  ['debugger'],
];
const pathOf = (names) => `^src/debug/(${names.join('|')})(/|\\.ts$)`;

const floorRules = floors.map((floor, i) => ({
  name: `debug-${floor[0]}-imports-below`,
  comment: `src/debug/${floor[0]} imports nothing of src/debug that stands above it (.dependency-cruiser.cjs, floors)`,
  severity: 'error',
  from: { path: pathOf(floor), pathNot: tests },
  to: { path: '^src/debug/', pathNot: pathOf(floors.slice(0, i + 1).flat()) },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    ...floorRules,
    {
      name: 'debug-has-no-other-floors',
      comment: 'a folder of src/debug that no floor is named after',
      severity: 'error',
      from: { path: '^src/debug/', pathNot: [...tests, pathOf(floors.flat())] },
      to: {},
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'an import of something that is not there',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
    {
      name: 'no-specs',
      comment: 'only a spec imports a spec or what specs share',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'product-needs-no-tools',
      comment: 'what ships imports nothing that only development has',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], pathNot: ['@types/', 'node_modules/typescript/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
