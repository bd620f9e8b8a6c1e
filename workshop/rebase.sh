#!/usr/bin/env bash
# Writes the patches of a lab again, for the product of the last commit: workshop/rebase.sh LAB
#
# Git merges each patch with the changes of the product since then. It does that in a second worktree, target/rebase. A
# conflict stays there, and this script says how to solve it.
set -euo pipefail
cd "$(dirname "$0")/.."
[[ ${1:-} =~ ^[0-9]{1,2}$ ]] || {
  echo "usage: workshop/rebase.sh LAB, for example workshop/rebase.sh 4" >&2
  exit 2
}
lab=$(echo workshop/"$(printf %02d "$((10#$1))")"-*)
[ -d "$lab/.trainer" ] || {
  echo "rebase: there is no lab $1 with patches" >&2
  exit 2
}
tree=$PWD/target/rebase
git worktree remove --force "$tree" 2>/dev/null || true
git worktree add -q --force --detach "$tree" HEAD
for patch in "$lab"/.trainer/*.patch "$lab"/.trainer/mutants/*.patch; do
  [ -s "$patch" ] || continue # a lab whose product is its solution has an empty patch
  if ! problem=$(git -C "$tree" apply --3way "$PWD/$patch" 2>&1); then
    echo "rebase: $patch does not fit the product:" >&2
    echo "$problem" | sed 's/^/  /' >&2
    echo "Edit the files in $tree, and write the patch. Then run this script again:" >&2
    echo "  git -C $tree add --all && git -C $tree diff --full-index HEAD > $patch" >&2
    exit 1
  fi
  git -C "$tree" diff --full-index HEAD >"$patch"
  git -C "$tree" reset -q --hard
done
git worktree remove --force "$tree"
changed=$(git diff --name-only -- "$lab/.trainer")
echo "${changed:-Each patch of lab $1 fits the product already.}"
