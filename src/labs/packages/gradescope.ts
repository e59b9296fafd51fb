import type { Lab } from '../format/lab';
import { folderOf } from './lab-folder';
import { NODE_VERSION } from './node-version';

const needsCompiler = ({ needs }: Lab): boolean => needs.includes('c-compiler');

/** Runs once, when the image is made; there is a network then. */
const setup = (lab: Lab): string => `#!/usr/bin/env bash
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends ca-certificates curl xz-utils bubblewrap${needsCompiler(lab) ? ' gcc-riscv64-unknown-elf binutils-riscv64-unknown-elf' : ''}

# Node ${NODE_VERSION}, unless 20 or newer is there.
if ! node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null; then
  case "$(uname -m)" in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) echo "no Node for $(uname -m)" >&2; exit 1 ;;
  esac
  file="node-v${NODE_VERSION}-linux-$arch.tar.xz"
  cd /tmp
  curl -fsSLO "https://nodejs.org/dist/v${NODE_VERSION}/$file"
  curl -fsSLO "https://nodejs.org/dist/v${NODE_VERSION}/SHASUMS256.txt"
  grep " $file\\$" SHASUMS256.txt | sha256sum --check --strict -
  tar -xJf "$file" -C /usr/local --strip-components=1
  rm -f "$file" SHASUMS256.txt
fi

# Submissions are run as nobody, who may read the product and not the lab.
chmod -R a+rX /autograder/source/trapframe
chmod a+x /autograder /autograder/source
chmod -R go-rwx /autograder/source/lab
`;

/** Runs for each submission, as root, without a network. */
const run = (lab: Lab): string => `#!/usr/bin/env bash
set -uo pipefail
results=/autograder/results/results.json
source=/autograder/source
mkdir -p "$(dirname "$results")"
chmod 700 "$(dirname "$results")"

# What each student has a value of their own for follows from who handed it in.
name=$(node -e '
  try {
    const { users } = JSON.parse(require("fs").readFileSync("/autograder/submission_metadata.json", "utf8"));
    console.log("student-" + users.map(({ id }) => id).sort().join("-"));
  } catch { console.log("student"); }')

node "$source/trapframe/dist/cli.js" grade "$source/lab/${folderOf(lab)}" /autograder/submission --name "$name" \\
  --format gradescope --out "$results"
status=$?
# 0 and 1 are verdicts; with anything else there is no result yet.
if [ "$status" -gt 1 ]; then
  printf '{"score": 0, "output": "The autograder failed (status %d). This is not your fault; tell your teacher.", "visibility": "visible", "tests": []}\\n' \\
    "$status" > "$results.part" && mv "$results.part" "$results"
fi
`;

/** The zip that Gradescope takes as a configuration of its autograder. */
export const gradescope = {
  kind: 'zip',
  isPublic: false,
  product: 'trapframe',
  lab: 'lab',
  files: (lab: Lab) => ({ 'setup.sh': setup(lab), run_autograder: run(lab) }),
} as const;
