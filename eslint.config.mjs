import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { noLayoutSpread } from './scripts/lint-rules/no-layout-spread.mjs';

const MACHINE_TIME =
  'the machine is deterministic: its time is the number of steps, its randomness is a seed';
const WEB_SAFE = 'this folder also runs in a web worker';

/** Specs, what specs share, and tests of the whole. */
const tests = ['**/*.spec.ts', '**/*.fixture.ts', 'src/**/testing/**', '**/arbitraries.ts', 'test/**/*.ts'];
/** Folders that run in a web worker, and files in them that do not: the entry points of Node, and specs. */
const webSafe = {
  files: ['src/{base,isa,machine,devices,toolchain,debug,host,protocol,dap,lsp,labs}/**/*.ts'],
  ignores: [...tests, '**/node-*.ts', 'src/{dap,lsp}/{bin,worker}.ts'],
};
/** Folders that are the machine or look into it, where a host's clock or randomness would make runs differ. */
const deterministic = {
  files: ['src/{base,isa,machine,devices,toolchain,debug}/**/*.ts'],
  ignores: [...tests, '**/node-*.ts'],
};

const nodeGlobals = [
  'process',
  'Buffer',
  'require',
  'module',
  '__dirname',
  '__filename',
  'global',
  'setImmediate',
];
const pageGlobals = ['window', 'document', 'localStorage', 'navigator', 'location'];
const hostTime = ['performance', 'setTimeout', 'setInterval', 'queueMicrotask', 'requestAnimationFrame'];

const vscodeImport = {
  regex: '^vscode$',
  message: 'vscode is imported under src/extension and src/site alone',
};
const protocolImport = { regex: '^@vscode/debug', message: '@vscode/debug* is imported under src/dap alone' };
const nodeImport = { regex: '^node:', message: WEB_SAFE };
const restrictImports = (...patterns) => ['error', { patterns }];
const restrictGlobals = (names, message) => names.map((name) => ({ name, message }));

export default tseslint.config(
  { ignores: ['dist/', '.cache/', 'node_modules/'] },
  eslint.configs.recommended,
  {
    plugins: { trapframe: { rules: { 'no-layout-spread': noLayoutSpread } } },
    rules: { 'trapframe/no-layout-spread': 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: nodeTestCalls() }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Interfaces that wait are implemented by code that need not.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      // The assembler throws what is wrong with a statement up to its one catch: no defect, so no Error with a stack.
      '@typescript-eslint/only-throw-error': [
        'error',
        {
          allow: [{ from: 'file', name: 'StatementError', path: 'src/toolchain/assembler/text/cursor.ts' }],
        },
      ],
      eqeqeq: 'error',
      'no-restricted-imports': restrictImports(vscodeImport, protocolImport),
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    ...webSafe,
    rules: {
      'no-restricted-imports': restrictImports(vscodeImport, protocolImport, nodeImport),
      'no-restricted-globals': ['error', ...restrictGlobals([...nodeGlobals, ...pageGlobals], WEB_SAFE)],
    },
  },
  {
    ...deterministic,
    rules: {
      'no-restricted-globals': [
        'error',
        ...restrictGlobals([...nodeGlobals, ...pageGlobals], WEB_SAFE),
        ...restrictGlobals(hostTime, MACHINE_TIME),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: MACHINE_TIME },
        { object: 'Math', property: 'random', message: MACHINE_TIME },
        { object: 'crypto', property: 'getRandomValues', message: MACHINE_TIME },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date']", message: MACHINE_TIME },
      ],
    },
  },
  {
    files: ['src/dap/**/*.ts'],
    ignores: webSafe.ignores,
    rules: { 'no-restricted-imports': restrictImports(vscodeImport, nodeImport) },
  },
  {
    files: ['src/dap/{bin,worker,web-buffer}.ts', 'src/dap/**/node-*.ts', ...tests],
    rules: { 'no-restricted-imports': restrictImports(vscodeImport) },
  },
  {
    files: ['src/{extension,site}/**/*.ts'],
    rules: { 'no-restricted-imports': restrictImports(protocolImport) },
  },
  {
    files: tests,
    // Bodies taken out of an object literal by name.
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['test/workbench/suite/**/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        URL: 'readonly',
      },
    },
  },
);

/** node:test runs what is declared whether or not anyone waits for the promise that a declaration returns. */
function nodeTestCalls() {
  return [
    {
      from: 'package',
      package: 'node:test',
      name: ['test', 'it', 'describe', 'suite', 'before', 'after', 'beforeEach', 'afterEach'],
    },
  ];
}
