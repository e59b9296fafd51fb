export interface Page {
  readonly title: string;
  /** Where scripts and styles of the extension come from, in the words of a content security policy. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
}

/** The page of a webview. Nothing but the extension's own script and style can be loaded, and nothing can be sent anywhere. */
export const page = ({ title, source, script, style }: Page): string => `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${source}; style-src ${source}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="stylesheet" href="${style}" />
  </head>
  <body>
    <main id="view"><h1>${title}</h1></main>
    <script src="${script}"></script>
  </body>
</html>
`;
