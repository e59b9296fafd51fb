import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner';

test('the extension is there and activates', async () => {
  const extension = vscode.extensions.getExtension('trapframe.trapframe');
  assert.ok(extension, 'the extension trapframe.trapframe is not installed');
  await extension.activate();
  assert.equal(extension.isActive, true);
});
