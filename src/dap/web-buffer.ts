// What @vscode/debugadapter takes for granted, for the bundle that runs in a browser (scripts/build.ts injects it).
export { Buffer } from 'buffer';
