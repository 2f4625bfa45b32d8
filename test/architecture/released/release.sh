#!/usr/bin/env bash
# Makes the graph and the events of today the released ones: from now on a change is measured against them, and the list of
# allowed changes begins anew.
set -euo pipefail
cd "$(dirname "$0")/../../.."

npm run --silent generate
rm -rf docs/released/events
mkdir -p docs/released
cp docs/schema.graphql docs/released/schema.graphql
cp -r docs/events docs/released/events
cat >docs/released/allowed-changes.md <<'PAGE'
# Allowed changes

This folder holds the graph and the events as they were released last. `npm run schema:check` fails on a change that breaks
those who rely on them, unless it was decided and stands here, one line each, with the reason:

    - `Field 'phone' was removed from object type 'Member'`: deprecated since 1.2, asked for by nobody in three months.

The check prints the line to add. `npm run schema:release` makes today's graph and events the released ones and empties the
list.

## Since the last release

PAGE
echo 'released: commit docs/released'
