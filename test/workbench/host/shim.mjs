#!/usr/bin/env node
// Stands in for the executable of VS Code desktop where none can be downloaded: runTests of @vscode/test-electron
// starts it with VS Code's own arguments, and it runs the same test module in code-server.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';

register();
createRequire(import.meta.url)('./run-in-code-server.ts');
