#!/usr/bin/env bash
# Prints the figures of docs/size.md. Run it in any directory: docs/size.sh
set -euo pipefail
cd "$(dirname "$0")/.."

# Code lines of Java on standard input: not blank, no comment.
code() {
  awk '
    /^[ \t]*\/\*/ { comment = 1 }
    !comment && !/^[ \t]*$/ && !/^[ \t]*\/\// { lines++ }
    /\*\// { comment = 0 }
    END { print lines + 0 }'
}

# The middle of the numbers on standard input. Of an even count, the lower of the two in the middle.
median() { sort -n | awk '{ line[NR] = $1 } END { print NR ? line[int((NR + 1) / 2)] : 0 }'; }

java_files() { git ls-files -- "$1/src/$2/*.java" | grep -v '/package-info\.java$' || true; }
code_of() { java_files "$1" "$2" | xargs -r cat | code; }
modules() { sed -n 's:.*<module>\(.*\)</module>.*:\1:p' pom.xml; }

walk=$(sed -nE 's/^[0-9]+\. `([A-Za-z/]+)`: .*/\1/p' docs/size.md)
echo "Files on the way of one order, as docs/size.md lists them: $(echo "$walk" | wc -w)"
for name in $walk; do
  [ -n "$(git ls-files -- "*/src/main/*/$name.java")" ] || echo "  $name does not exist any more"
done
echo

echo "Code lines (not blank, no comment)"
printf '  %-22s %7s %7s\n' module main test
harness=0
for module in $(modules); do
  main=$(code_of "$module" main)
  test=$(code_of "$module" test)
  printf '  %-22s %7d %7d\n' "$module" "$main" "$test"
  case $module in
    platform/testing | platform/pacts | tools/* | sandbox/*)
      harness=$((harness + main))
      ;;
  esac
done

echo
echo "Code lines of the harness (commands, sandbox, test support, pacts, faults; src/main): $harness"

echo
echo "Median file of each service, in lines and in code lines"
for module in $(modules | grep -e '-service$'); do
  printf '  %-22s %4d %4d\n' "$module" \
    "$(java_files "$module" main | while read -r file; do wc -l <"$file"; done | median)" \
    "$(java_files "$module" main | while read -r file; do code <"$file"; done | median)"
done

echo
echo "Main files over 150 lines"
git ls-files -- '*/src/main/*.java' | xargs wc -l |
  awk '$2 != "total" && $1 > 150 { printf "  %4d %s\n", $1, $2 }' | sort -rn

echo
types=$(grep -lE '^public (final |sealed |abstract )*(class|interface|@interface|record|enum) ' \
  platform/messaging/src/main/java/swapr/messaging/*.java | sed 's:.*/::; s:\.java::' | tr '\n' ' ')
echo "Public types of platform/messaging: $(echo "$types" | wc -w) ($(echo "$types" | sed 's/ $//'))"

echo
echo "Lines over 120 characters"
for kind in java sql sh yaml yml xml md; do
  git ls-files -- "*.$kind" | grep -v '/released/' |
    { LC_ALL=C.UTF-8 xargs -r grep -cE '^.{121}' /dev/null || true; } | # grep fails if it finds no line
    awk -F: -v kind="$kind" '
      { lines += $NF; files += $NF > 0 }
      END { printf "  %-4s %4d in %d files\n", kind, lines, files }'
done
