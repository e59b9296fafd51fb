// The page: starts the editor with our extension built in and the labs as its workspace. What it needs lies beside it.

/** As much of the workbench as is used here. */
interface Workbench {
  create(element: HTMLElement, options: object): void;
}

interface Uris {
  readonly URI: { from(parts: object): unknown };
}

/** The loader of the workbench's modules, and the places of those that are packages. */
interface Loader {
  require: {
    (modules: ['vs/workbench/workbench.web.main'], then: (workbench: Workbench) => void): void;
    (modules: ['vs/base/common/uri'], then: (uris: Uris) => void): void;
    config(options: object): void;
  };
  webPackagePaths: Record<string, string>;
}

const page = globalThis as unknown as Loader;
const here = new URL('.', location.href);
const vscode = new URL('vscode/', here);
const trusted = (
  globalThis as { trustedTypes?: { createPolicy(name: string, policy: object): unknown } }
).trustedTypes?.createPolicy('amdLoader', {
  createScriptURL(address: string): string {
    if (address.startsWith(here.href)) return address;
    throw new Error(`no script of this page: ${address}`);
  },
});

const paths = Object.fromEntries(
  Object.entries(page.webPackagePaths).map(([name, file]) => [
    name,
    new URL(`node_modules/${name}/${file}`, vscode).href,
  ]),
);

const uri = (path: string): object => ({
  scheme: here.protocol.slice(0, -1),
  authority: here.host,
  path: new URL(path, here).pathname,
});

/** What a page may be told by its address, for tests: a module that runs in the extension host. */
const tests = new URLSearchParams(location.search).get('tests');
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

page.require.config({
  baseUrl: new URL('out', vscode).href,
  trustedTypesPolicy: trusted,
  paths,
});
page.require(['vs/workbench/workbench.web.main'], (workbench) => {
  // It is a part of the workbench, and can be asked for when that is there.
  page.require(['vs/base/common/uri'], ({ URI }) => open(workbench, URI));
});

function open(workbench: Workbench, URI: Uris['URI']): void {
  const lab = (path: string): unknown => URI.from({ scheme: 'labs', path });
  workbench.create(document.body, {
    productConfiguration: {
      nameShort: 'Trapframe',
      nameLong: 'Trapframe',
      applicationName: 'trapframe',
      dataFolderName: '.trapframe',
      version: '1.91.1',
      quality: 'stable',
      enableTelemetry: false,
      // Everything is in the page: there is no other place to ask.
      extensionsGallery: undefined,
      linkProtectionTrustedDomains: ['*'],
      webviewContentExternalBaseUrlTemplate: new URL('out/vs/workbench/contrib/webview/browser/pre/', vscode)
        .href,
    },
    configurationDefaults: settings,
    defaultLayout: { editors: [{ uri: lab('/00-first-light/starter/hello.s') }] },
    additionalBuiltinExtensions: [uri('trapframe'), uri('labs')],
    workspaceProvider: {
      workspace: { folderUri: lab('/') },
      trusted: true,
      open: () => Promise.resolve(false),
    },
    ...(tests !== null && { developmentOptions: { extensionTestsPath: uri(tests) } }),
  });
}
