// The page of the web host's tests: the workbench as it is, with the extension as one under development or as an installed one.
import { beside, openWorkbench, product, vscode } from '../../../src/site/workbench';
import { quietSettings } from '../host/settings';

/** What the page is told by options.json. */
export interface PageOptions {
  /** The extension's folder, beside the page. */
  readonly extension: string;
  readonly isInstalled: boolean;
  /** The module that runs in the extension host. */
  readonly tests: string;
}

/** Webviews have origins of their own below the page's, as in the editors that are on the web. */
const webviews = `http://{{uuid}}.${location.host}${vscode.pathname}out/vs/workbench/contrib/webview/browser/pre/`;

async function open(): Promise<void> {
  const options = (await (await fetch('options.json')).json()) as PageOptions;
  openWorkbench((uriFrom) => {
    const extension = uriFrom(beside(options.extension));
    const labs = uriFrom(beside('labs'));
    return {
      productConfiguration: { ...product, webviewContentExternalBaseUrlTemplate: webviews },
      configurationDefaults: quietSettings,
      // Tests run only where something is under development.
      additionalBuiltinExtensions: [options.isInstalled ? extension : labs],
      developmentOptions: {
        extensions: [options.isInstalled ? labs : extension],
        extensionTestsPath: uriFrom(beside(options.tests)),
      },
      workspaceProvider: {
        workspace: { folderUri: uriFrom({ scheme: 'labs', path: '/work' }) },
        trusted: true,
        open: () => Promise.resolve(false),
      },
    };
  });
}

void open();
