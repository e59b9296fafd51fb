import type { Lab } from '../format/lab';
import { folderOf } from './lab-folder';

/** Where everything that grades lies while it does. */
const GRADER = '/opt/trapframe-grader';

const grade = (lab: Lab): string =>
  `sudo -E "$(command -v node)" ${GRADER}/trapframe/dist/cli.js grade ${GRADER}/lab/${folderOf(lab)} . --name "$GITHUB_REPOSITORY"`;

const workflow = (lab: Lab): string => `name: ${JSON.stringify(lab.title)}
on:
  push:
  workflow_dispatch:
permissions:
  contents: read
jobs:
  grade:
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: sudo apt-get update && sudo apt-get install -y --no-install-recommends bubblewrap${lab.needs.includes('c-compiler') ? ' gcc-riscv64-unknown-elf binutils-riscv64-unknown-elf' : ''}
      - name: Put the grader where only root writes, and the lab where only root reads
        run: |
          sudo cp -r .trapframe ${GRADER}
          sudo chmod -R a+rX ${GRADER}/trapframe
          sudo chmod -R go-rwx ${GRADER}/lab
      - name: Grade
        # As root, so that the submission itself is run as nobody, who cannot write results.
        run: |
          ${grade(lab)} --format json --out result-trapframe.json || test $? -eq 1
          node .trapframe/trapframe/dist/cli.js grade merge result-trapframe.json
      - name: Result for classroom50
        if: always()
        run: ${grade(lab)} --format classroom50 --out result.json || test $? -eq 1
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: result
          path: |
            result.json
            result-trapframe.json
`;

/** Files for a repository whose pushes GitHub Actions grades. */
export const actions = {
  kind: 'folder',
  isPublic: true,
  product: '.trapframe/trapframe',
  lab: '.trapframe/lab',
  files: (lab: Lab) => ({ '.github/workflows/trapframe.yml': workflow(lab) }),
} as const;
