import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What the code of the extension says about names that the manifest declares. */
export interface Names {
  /** Literals such as `trapframe.processes`: commands, views, tree items, without those below. */
  ids: Set<string>;
  /** Settings of ours that are read or written, such as `trapframe.speed`. */
  settings: Set<string>;
}

// Names of the extension's own that no manifest declares.
const UNDECLARED_CALLS = /\.(createStatusBarItem|createDiagnosticCollection)$/;
const SETTING_CALLS = /getConfiguration\('trapframe'.*\)\s*\.(get|has|update|inspect)$/s;

/** Reads the TypeScript sources below a folder, specs aside. */
export function namesIn(folder: string): Names {
  const names: Names = { ids: new Set(), settings: new Set() };
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const text = readFileSync(path.join(folder, name), 'utf8');
    collect(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true), names);
  }
  return names;
}

function collect(node: ts.Node, names: Names): void {
  if (ts.isStringLiteralLike(node)) {
    const caller = ts.isCallExpression(node.parent) ? node.parent.expression.getText() : '';
    if (SETTING_CALLS.test(caller)) names.settings.add(`trapframe.${node.text}`);
    else if (/^trapframe\.[\w.]+$/.test(node.text) && !UNDECLARED_CALLS.test(caller))
      names.ids.add(node.text);
  }
  ts.forEachChild(node, (child) => collect(child, names));
}
