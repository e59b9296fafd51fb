// Starts the workbench in a page that has it beside itself, in vscode/.

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
/** Where the workbench's files are. */
export const vscode = new URL('vscode/', here);
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

/** The parts of the URI of what lies beside the page. */
export const beside = (path: string): object => ({
  scheme: here.protocol.slice(0, -1),
  authority: here.host,
  path: new URL(path, here).pathname,
});

/** What the page says in place of a product's own file: everything is in the page, there is no other place to ask. */
export const product = {
  nameShort: 'Trapframe',
  nameLong: 'Trapframe',
  applicationName: 'trapframe',
  dataFolderName: '.trapframe',
  version: '1.91.1',
  quality: 'stable',
  enableTelemetry: false,
  extensionsGallery: undefined,
  linkProtectionTrustedDomains: ['*'],
};

/**
 * Opens the workbench on the whole page.
 * @param options makes what the workbench is created with; it is given what makes URIs of their parts
 */
export function openWorkbench(options: (uriFrom: (parts: object) => unknown) => object): void {
  page.require.config({
    baseUrl: new URL('out', vscode).href,
    trustedTypesPolicy: trusted,
    paths,
  });
  page.require(['vs/workbench/workbench.web.main'], (workbench) => {
    // It is a part of the workbench, and can be asked for when that is there.
    page.require(['vs/base/common/uri'], ({ URI }) =>
      workbench.create(
        document.body,
        options((parts) => URI.from(parts)),
      ),
    );
  });
}
