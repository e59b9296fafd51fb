import * as vscode from 'vscode';
import type { KernelSources } from './kernel-sources';

/**
 * The kernel that comes with the extension is to be read: what is typed there by mistake would change it for every program. A lens
 * above its sources says so, and leads to a copy. Who works in the folder itself has it in the workspace, and may write.
 */
export class ReadOnlyKernel implements vscode.Disposable, vscode.CodeLensProvider {
  private readonly registrations: vscode.Disposable[];

  constructor(private readonly kernel: KernelSources) {
    this.registrations = [
      // package.json names the folder of an installed extension; one under development is anywhere.
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.protect(editor)),
      vscode.languages.registerCodeLensProvider(
        { pattern: new vscode.RelativePattern(kernel.folder, '**') },
        this,
      ),
    ];
    void this.protect(vscode.window.activeTextEditor);
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!this.isProtected(document.uri)) return [];
    const title = 'Read-only · Copy the Kernel into My Workspace';
    return [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command: 'trapframe.copyKernel' })];
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
  }

  private isProtected(uri: vscode.Uri): boolean {
    return this.kernel.has(uri) && !this.kernel.areOpen;
  }

  private async protect(editor: vscode.TextEditor | undefined): Promise<void> {
    const isProtected = editor !== undefined && this.isProtected(editor.document.uri);
    // For the button in the editor's title: the lens is at the top of the file, and the machine stops anywhere in it.
    void vscode.commands.executeCommand('setContext', 'trapframe:readOnlyKernel', isProtected);
    if (!isProtected) return;
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
  }
}
