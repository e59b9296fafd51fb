import type { Lab } from '../format/lab';
import { folderOf } from './lab-folder';
import { NODE_VERSION } from './node-version';

const dockerfile = ({ needs }: Lab): string => `FROM node:${NODE_VERSION}-bookworm-slim
RUN apt-get update \\
 && apt-get install -y --no-install-recommends bubblewrap${needs.includes('c-compiler') ? ' gcc-riscv64-unknown-elf binutils-riscv64-unknown-elf' : ''} \\
 && rm -rf /var/lib/apt/lists/*
COPY trapframe /trapframe
COPY lab /lab
COPY grade.sh /grade.sh
# Submissions are run as nobody, who may read the product and not the lab.
RUN chmod -R a+rX /trapframe && chmod -R go-rwx /lab && chmod 755 /grade.sh
ENTRYPOINT ["/grade.sh"]
`;

const run = (lab: Lab): string => `#!/usr/bin/env bash
set -uo pipefail
results=/grade/results/results.json
mkdir -p "$(dirname "$results")"
chmod 700 "$(dirname "$results")"
node /trapframe/dist/cli.js grade /lab/${folderOf(lab)} /grade/student --name student --format prairielearn --out "$results"
status=$?
# 0 and 1 are verdicts; with anything else there is no result yet.
if [ "$status" -gt 1 ]; then
  printf '{"gradable": false, "score": 0, "message": "The autograder failed (status %d). This is not your fault; tell your teacher."}\\n' \\
    "$status" > "$results.part" && mv "$results.part" "$results"
fi
`;

/** What of a question's info.json concerns the grader. */
const info = (lab: Lab): string =>
  JSON.stringify(
    {
      title: lab.title,
      gradingMethod: 'External',
      externalGradingOptions: {
        enabled: true,
        image: `trapframe-${lab.name.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')}`,
        entrypoint: '/grade.sh',
        timeout: 120,
        enableNetworking: false,
      },
    },
    null,
    2,
  ) + '\n';

/** The folder of a Docker image that PrairieLearn grades with; `docker build` makes the image. */
export const prairielearn = {
  kind: 'folder',
  isPublic: false,
  product: 'trapframe',
  lab: 'lab',
  files: (lab: Lab) => ({ Dockerfile: dockerfile(lab), 'grade.sh': run(lab), 'info.json': info(lab) }),
} as const;
