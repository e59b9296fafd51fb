import { downloadAndUnzipVSCode, ProgressReportStage } from '@vscode/test-electron';
import { onPath } from '../../../scripts/commands';
import { cacheFolder } from './cache';
import { type CodeServer, installCodeServer } from './install-code-server';

/** The VS Code that is downloaded: the version inside code-server, so that a test sees the same editor everywhere. */
const DESKTOP_VERSION = '1.100.3';

/** A VS Code on this machine that tests can drive. */
export type Host =
  | { kind: 'desktop'; name: string; executable: string }
  | { kind: 'code-server'; name: string; server: CodeServer; browser: string };

/** Why there is no host; the message names each that was tried. */
export class NoHost extends Error {}

export const hasDisplay = (): boolean =>
  process.platform === 'win32' ||
  process.platform === 'darwin' ||
  Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

/**
 * VS Code desktop where there is a display and a download works, else code-server in a headless Chromium.
 * TRAPFRAME_HOST=desktop or code-server takes that one or none.
 * @throws NoHost
 */
export async function findHost(say: (message: string) => void = () => {}): Promise<Host> {
  const wanted = process.env['TRAPFRAME_HOST'];
  const attempts = { desktop: findDesktop, 'code-server': findCodeServer };
  const reasons: string[] = [];
  for (const [kind, attempt] of Object.entries(attempts)) {
    if (wanted !== undefined && wanted !== kind) continue;
    try {
      return await attempt(say);
    } catch (error) {
      reasons.push(`${kind}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new NoHost(
    `no VS Code host (${reasons.join('; ') || `TRAPFRAME_HOST=${wanted} is neither desktop nor code-server`})`,
  );
}

async function findDesktop(say: (message: string) => void): Promise<Host> {
  if (!hasDisplay()) throw new Error('no display');
  return { kind: 'desktop', name: `VS Code ${DESKTOP_VERSION}`, executable: await downloadDesktop(say) };
}

/** The executable of a VS Code in the cache folder; downloads it when it is missing. @throws when it cannot be. */
export function downloadDesktop(say: (message: string) => void): Promise<string> {
  return downloadAndUnzipVSCode({
    version: DESKTOP_VERSION,
    cachePath: cacheFolder('vscode'),
    timeout: 15_000,
    reporter: {
      report: (progress) => {
        if (progress.stage === ProgressReportStage.Downloading && progress.bytesSoFar === 0) {
          say(`downloading VS Code ${DESKTOP_VERSION}`);
        }
      },
      error: () => {},
    },
  });
}

/** A browser that tests can drive. */
export const findBrowser = (): string | undefined =>
  process.env['CHROMIUM'] ?? onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');

async function findCodeServer(say: (message: string) => void): Promise<Host> {
  const browser = findBrowser();
  if (browser === undefined) throw new Error('no chromium on PATH');
  return {
    kind: 'code-server',
    name: 'code-server in Chromium',
    server: await installCodeServer(say),
    browser,
  };
}
