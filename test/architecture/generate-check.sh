#!/usr/bin/env bash
# Writes again everything that is generated and fails when that changes a committed file or makes one that is not committed:
# what a reader sees in the repository is what the code says.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ "$(node -p "require('./package.json').scripts.generate === undefined")" = true ]; then
  echo 'generate:check: there is no "generate" script yet, nothing to compare'
  exit 0
fi

# The state before, so that edits under way elsewhere in the tree are not taken for drift.
state() {
  { git ls-files --cached --others --exclude-standard -- '*.graphql' '*.sql' 'docs/*.md' 'docs/events' | sort -u |
    xargs -r sha256sum 2>/dev/null || true; }
}

before="$(state)"
npm run --silent generate
after="$(state)"
if [ "$before" != "$after" ]; then
  echo 'generate:check: these generated files were not up to date; commit what "npm run generate" wrote:' >&2
  diff <(echo "$before") <(echo "$after") | sed -n 's/^[<>] [0-9a-f]* */  /p' | sort -u >&2
  exit 1
fi
