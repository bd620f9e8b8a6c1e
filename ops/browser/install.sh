#!/usr/bin/env bash
# Finds the Chromium and the Node.js that the browser tests use. On Debian and Ubuntu, it installs a missing one if it
# has the rights. It changes nothing if both are there.
set -euo pipefail

found() {
  local name
  for name in "$@"; do
    command -v "$name" >/dev/null && return
  done
  return 1
}

packages=()
[ -n "${SWAPR_BROWSER:-}" ] ||
  found chromium chromium-browser google-chrome google-chrome-stable || packages+=(chromium)
[ -n "${PLAYWRIGHT_NODEJS_PATH:-}" ] || found node || packages+=(nodejs)
[ ${#packages[@]} -eq 0 ] && exit

missing="browser tests: missing: ${packages[*]}."
root=()
[ "$(id -u)" = 0 ] || root=(sudo -n)
if ! command -v apt-get >/dev/null || ! "${root[@]}" true 2>/dev/null; then
  echo "$missing Install it, or set SWAPR_BROWSER and PLAYWRIGHT_NODEJS_PATH to the two programs." >&2
  exit 1
fi
echo "$missing Installing with apt-get."
log=$(mktemp)
if ! { "${root[@]}" apt-get update -qq &&
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"; } \
  >"$log" 2>&1; then
  echo "browser tests: apt-get failed (log: $log): $(grep -m 1 '^E:' "$log" || tail -n 1 "$log")" >&2
  exit 1
fi
rm "$log"
