#!/bin/sh
# Prints the median time of 20 calls of the edge, in milliseconds, for each anonymous call whose data grows with the
# orders. Two calls of one figure are more than a second apart, so none is answered from the cache of analytics-service.
#
#   docs/flat.sh [EDGE]     such as docs/flat.sh http://127.0.0.1:8080
set -eu
edge=${1:-http://127.0.0.1:8080}
paths='/api/analytics/funnel /api/analytics/sales /api/analytics/conditions /api/analytics/weekly-listings
  /api/listings /api/listings?sort=price_asc /api/listings?q=pair /api/listings?brand=nike /api/listings?status=SOLD
  /api/listings?status=SOLD&q=pair /api/listings?status=SOLD&brand=nike'
times=$(mktemp)
trap 'rm -f "$times"' EXIT

call() {
  curl -sS -o /dev/null -w "$1 %{http_code} %{time_total}\n" "$edge$1"
}

for round in $(seq 25); do
  for path in $paths; do call "$path"; done >>"$times"
  sleep 1.1
done
# The first five rounds warm up.
for path in $paths; do
  tail -n "$((20 * $(echo "$paths" | wc -w)))" "$times" | grep -F "$path " | sort -k 3 -n |
    awk -v path="$path" '$2 != 200 { failed++ } { ms[NR] = $3 * 1000 }
      END { printf "%-40s %6.1f ms%s\n", path, ms[int((NR + 1) / 2)], failed ? "  (" failed " failed)" : "" }'
done
