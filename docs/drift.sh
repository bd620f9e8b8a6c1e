#!/usr/bin/env bash
# How many commits of the product broke a patch of a lab. For each commit that changed src/main of a module of the labs,
# the patches from before it are tried on its text. Run it in any directory: docs/drift.sh [COMMITS]
set -euo pipefail
cd "$(dirname "$0")/.."
GIT_INDEX_FILE=$(mktemp -u)
export GIT_INDEX_FILE
trap 'rm -f "$GIT_INDEX_FILE"' EXIT
modules=$(printf '%s/src/main ' platform/messaging {user,listing,purchase,notification,analytics}-service)
commits=0 broken=0 checks=0 misfits=0
# shellcheck disable=SC2086 # several paths
for commit in $(git rev-list --no-merges --max-count="${1:-60}" HEAD -- $modules); do
  git cat-file -e "$commit^:workshop" 2>/dev/null || continue
  git read-tree "$commit"
  mine=0
  for patch in $(git ls-tree -r --name-only "$commit^" workshop | grep '\.patch$'); do
    [ "$(git cat-file -s "$commit^:$patch")" -gt 0 ] || continue
    checks=$((checks + 1))
    git show "$commit^:$patch" | git apply --cached --check - 2>/dev/null || mine=$((mine + 1))
  done
  commits=$((commits + 1)) misfits=$((misfits + mine))
  [ "$mine" -eq 0 ] || { broken=$((broken + 1)) && echo "$(git log -1 --format='%h %s' "$commit"): $mine patches"; }
done
echo "$commits commits, $broken of them broke patches: $misfits of $checks checks"
