import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import { termNamed, terms } from '../../base/glossary';
import { columnOf, focusGroup } from './editor-groups';

const PAGE = 'glossary.md';

/** The page with all terms, which is in the package. */
export class Glossary {
  constructor(private readonly root: vscode.Uri) {}

  /** What a term means, and what other systems call it. @throws Error where it is none */
  async show(name: string): Promise<void> {
    const term = termNamed(name);
    if (!term) throw new Error(`the glossary has no "${name}"`);
    const page = vscode.Uri.joinPath(this.root, 'docs', PAGE).with({ fragment: term.anchor });
    // One page for all terms: where it is already, or else beside the instructions of a lab, or beside the code.
    const column = columnOf('markdown.preview', PAGE) ?? columnOf('trapframeLab', '');
    if (column === undefined)
      return void (await vscode.commands.executeCommand('markdown.showPreviewToSide', page));
    await focusGroup(column);
    await vscode.commands.executeCommand('markdown.showPreview', page);
  }

  /** Asks for a term, unless one is given, and shows it. */
  readonly ask = async (name?: unknown): Promise<void> => {
    const chosen = typeof name === 'string' ? name : await pick();
    if (chosen === undefined) return;
    await this.show(chosen).catch((error: unknown) => void vscode.window.showErrorMessage(messageOf(error)));
  };
}

async function pick(): Promise<string | undefined> {
  const items = terms.map((term) => ({ label: term.name, detail: term.meaning }));
  return (await vscode.window.showQuickPick(items, { title: 'Glossary', matchOnDetail: true }))?.label;
}

/** Instructions that have to do with a term say what it is. */
export const glossaryHover: vscode.HoverProvider = {
  provideHover(document, position) {
    const range = document.getWordRangeAtPosition(position, /[A-Za-z][\w.]*/);
    const word = range && document.getText(range).toLowerCase();
    const term = terms.find(({ instructions }) => word !== undefined && instructions.includes(word));
    if (!term) return undefined;
    const link = `command:trapframe.glossary?${encodeURIComponent(JSON.stringify([term.name]))}`;
    const text = new vscode.MarkdownString(`**${term.name}**: ${term.meaning} [In the glossary](${link})`);
    text.isTrusted = { enabledCommands: ['trapframe.glossary'] };
    return new vscode.Hover(text, range);
  },
};
