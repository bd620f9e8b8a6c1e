#!/usr/bin/env bash
# Measures the control room of the running marketplace on Linux: its memory and processor time with a page at 20 orders
# a second, and the orders with and without a page. Each round has a minute with a page and a minute without one.
#
#   docs/room.sh [ROUNDS]     10 rounds by default
#   docs/room.sh memory       ten minutes with one page; the memory after each minute
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-10}
for program in chromium chromium-browser google-chrome; do
  browser=$(command -v "$program") && break
done
[ -n "$browser" ] || { echo "room.sh: no Chromium was found. ./ops/browser/install.sh installs it." >&2; exit 1; }
files=$(mktemp -d)
viewer=
trap '[ -z "$viewer" ] || kill "$viewer"; rm -rf "$files"' EXIT

# The words of a pattern in the status of the marketplace.
status() { ./swapr status | grep -oE -m 1 "$1"; }

open_page() {
  "$browser" --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --window-size=1280,720 \
    --remote-debugging-port=0 --user-data-dir="$files/profile" "$(status 'http://[^ ]*/room/enter[^ ]*')" \
    >"$files/browser.log" 2>&1 &
  viewer=$!
}

close_page() {
  kill "$viewer"
  wait "$viewer" || true
  viewer=
}

ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
pss() { awk '/^Pss:/ { printf "%.0f", $2 / 1024 }' "/proc/$1/smaps_rollup"; }

# One minute with 20 orders a second. Prints p50 and p99 from the order to CONFIRMED, and the room's share of a core.
minute() {
  local room=$1 began before
  before=$(ticks "$room")
  began=$(date +%s%3N)
  ./swapr load --rate 20 --warm-up 0 >"$files/load.log" 2>&1
  tr -d , <"$files/load.log" |
    awk -v ticks=$(($(ticks "$room") - before)) -v ms=$(($(date +%s%3N) - began)) -v hertz="$(getconf CLK_TCK)" \
      '/order to CONFIRMED/ { printf "%6.1f %6.1f %5.1f%%", $(NF - 3), $(NF - 1), ticks / hertz / ms * 100000 }'
}

first_number='$1 == "room" { for (i = 2; i <= NF; i++) if ($i ~ /^[0-9]+$/) { print $i; exit } }'
room=$(./swapr status | awk "$first_number" || true)
[ -n "$room" ] || { echo "room.sh: no control room runs. Start it with ./swapr up." >&2; exit 1; }
if [ "$rounds" = memory ]; then
  echo "Memory (Pss) of the room before the first page: $(pss "$room") MB"
  open_page
  for minute in $(seq 10); do
    printf 'minute %2d: order to CONFIRMED in ms and share of a core %s, memory %d MB\n' \
      "$minute" "$(minute "$room")" "$(pss "$room")"
  done
  exit
fi
./swapr load --rate 20 --warm-up 0 >"$files/load.log" 2>&1 # warms up
echo "Order to CONFIRMED in ms (p50, p99), the room's share of a core, and its memory (Pss)"
echo "round  with a page            MB  without a page"
for round in $(seq "$rounds"); do
  open_page
  with=$(minute "$room")
  memory=$(pss "$room")
  close_page
  without=$(minute "$room")
  printf '%5d  %s  %4d  %s\n' "$round" "$with" "$memory" "$without" | tee -a "$files/rounds"
done
for column in 2 3 6 7; do
  awk -v c=$column '{ print $c }' "$files/rounds" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
done | paste -sd ' ' | awk '{
  printf "medians with a page: p50 %s, p99 %s; without: p50 %s, p99 %s\n", $1, $2, $3, $4
  printf "p99 with a page, divided by p99 without: %.2f\n", $2 / $4 }'
