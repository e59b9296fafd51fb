import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');

/** A page of documentation: its path from the root with `/`, and its text. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

export const page = (name: string): Page => ({ name, text: readFileSync(path.join(root, name), 'utf8') });

const markdownIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);

/** Every page that users and contributors read. */
export const pages: readonly Page[] = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...markdownIn('docs'),
  ...markdownIn('labs'),
].map(page);

export const exists = (name: string): boolean => existsSync(path.join(root, name));

/** A link, relative or with a scheme, and where in the page it leads. */
export const links = ({ text }: Page): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]);

/** What stands in backquotes, outside code blocks. */
export const codeSpans = ({ text }: Page): string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1]);

/** Anchors of a page's headings, as GitHub and VS Code make them. */
export const anchors = ({ text }: Page): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map((match) =>
    match[1]
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** The rows of the first table below a heading whose first column has this title: their cells, without backquotes and links. */
export function table({ name, text }: Page, heading: string, firstColumn: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  const head = lines.findIndex((line, index) => index > start && cells(line)[0] === firstColumn);
  if (start < 0 || head < 0) throw new Error(`${name}: no table "${firstColumn}" below "${heading}"`);
  const body = lines.slice(head + 2);
  const end = body.findIndex((line) => !line.trimStart().startsWith('|'));
  return body.slice(0, end < 0 ? undefined : end).map(cells);
}

const cells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) =>
      cell
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .trim()
        .replaceAll('`', ''),
    );
