// The page: starts the editor with our extension built in and the labs as its workspace. What it needs lies beside it.
import { beside, openWorkbench, product, vscode } from './workbench';

const settings = {
  'workbench.startupEditor': 'none',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'debug.internalConsoleOptions': 'neverOpen',
  'files.autoSave': 'afterDelay',
};

openWorkbench((uriFrom) => {
  const lab = (path: string): unknown => uriFrom({ scheme: 'labs', path });
  return {
    productConfiguration: {
      ...product,
      webviewContentExternalBaseUrlTemplate: new URL('out/vs/workbench/contrib/webview/browser/pre/', vscode)
        .href,
    },
    configurationDefaults: settings,
    defaultLayout: { editors: [{ uri: lab('/00-first-light/starter/hello.s') }] },
    additionalBuiltinExtensions: [beside('trapframe'), beside('labs')],
    workspaceProvider: {
      workspace: { folderUri: lab('/') },
      trusted: true,
      open: () => Promise.resolve(false),
    },
  };
});
