import * as vscode from 'vscode';

/** Writes an answer into answers.txt, in place of the one that was there; an open editor with it sees that. */
export async function writeAnswer(workspace: vscode.Uri, question: string, answer: string): Promise<void> {
  const uri = vscode.Uri.joinPath(workspace, 'answers.txt');
  const text = await vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => '',
  );
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(withAnswer(text, question, answer)));
}

/** The text of answers.txt with an answer in it: one line, whatever was typed. */
export function withAnswer(text: string, question: string, answer: string): string {
  const line = `${question} = ${answer.replaceAll(/\s+/g, ' ').replaceAll('#', '').trim()}`;
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const index = lines.findIndex((one) => /^\s*([A-Za-z0-9_.-]+)\s*[=:]/.exec(one)?.[1] === question);
  if (index >= 0) lines[index] = line;
  else lines.push(line);
  return lines.join('\n') + '\n';
}
