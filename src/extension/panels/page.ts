export interface Page {
  readonly title: string;
  /** The text of its only script, and of its only style sheet. */
  readonly script: string;
  readonly style: string;
}

/**
 * The page of a webview. Script and style are in it: a page that had to fetch them would depend on a service worker, of which
 * code-server has one for all webviews. Nothing else can be loaded, and nothing can be sent anywhere.
 */
export function page({ title, script, style }: Page): string {
  const nonce = newNonce();
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <style nonce="${nonce}">${inside('style', style)}</style>
  </head>
  <body>
    <main id="view"><h1>${title}</h1></main>
    <script nonce="${nonce}">${inside('script', script)}</script>
  </body>
</html>
`;
}

/** Nobody can guess it, so that nothing but what is written here is run. */
function newNonce(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** The text of an element, whose end must not be in it (HTML, 13.1.2.1: raw text elements). */
const inside = (element: 'script' | 'style', text: string): string =>
  text.replaceAll(`</${element}`, `<\\/${element}`);
