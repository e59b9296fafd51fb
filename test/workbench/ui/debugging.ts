import { inRoot } from '../../../scripts/root';
import { firstLab } from '../host/first-lab';
import { Workbench } from '../host/workbench';

/** A window in which F5 on a file of a folder has come to its stop in `main`. */
export async function debugging(
  folder: string,
  file: string,
  settings: Record<string, unknown> = {},
): Promise<Workbench> {
  const workbench = await Workbench.open({
    folder,
    extension: inRoot(),
    size: { width: 1440, height: 1000 },
    settings: { 'debug.toolBarLocation': 'docked', ...settings },
  });
  await workbench.openFile(file);
  await workbench.start();
  await workbench.waitStopped();
  return workbench;
}

/** The same of the first lab's hello, gone on to its first system call. */
export async function helloInTheKernel(settings: Record<string, unknown> = {}): Promise<Workbench> {
  const workbench = await debugging(firstLab(), 'hello.s', settings);
  await workbench.tickTrap('System calls');
  await workbench.page.keyboard.press('F5');
  await workbench.page.getByRole('button', { name: /Trapframe: kernel mode, pid 1 hello/ }).waitFor();
  return workbench;
}
