#!/usr/bin/env bash
# Writes a stick for laptops without a network: workshop/pack-stick.sh DIRECTORY
#
# The stick has this repository at its last commit, the files of Maven that a build needs, and install.sh, which makes a
# clone from them. It fits laptops with the operating system and the processor of this machine, because PostgreSQL is
# one of the files. They also need a JDK 25 and Git.
set -euo pipefail
[ $# = 1 ] || {
  echo "usage: workshop/pack-stick.sh DIRECTORY" >&2
  exit 2
}
mkdir -p "$1"
stick=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
. .mvn/find-jdk.sh
find_jdk25
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git bundle create -q "$stick/swapr.bundle" HEAD
git clone -q "$stick/swapr.bundle" "$work/swapr"
# Maven takes all files from the repository of this machine, and writes those that it needs to the stick.
cat >"$work/settings.xml" <<END
<settings>
  <localRepository>$stick/maven</localRepository>
  <mirrors><mirror><id>central</id><mirrorOf>*</mirrorOf><url>file://$HOME/.m2/repository</url></mirror></mirrors>
</settings>
END
echo "A clone prepares itself with the files of the stick. This takes some minutes."
(cd "$work/swapr" && MAVEN_ARGS="-s $work/settings.xml" ./swapr lab prepare)
cp -R "$HOME/.m2/wrapper" "$stick/"

cat >"$stick/install.sh" <<'END'
#!/usr/bin/env bash
# Copies Swapr to this laptop and prepares the labs, without a network: ./install.sh [DIRECTORY]
set -euo pipefail
stick=$(cd "$(dirname "$0")" && pwd)
clone=${1:-$HOME/swapr}
if [ -e "$clone" ]; then
  echo "install: $clone exists already. Name another directory: $0 DIRECTORY" >&2
  exit 1
fi
mkdir -p "$HOME/.m2/repository" "$HOME/.m2/wrapper"
cp -R "$stick/maven/." "$HOME/.m2/repository/"
cp -R "$stick/wrapper/." "$HOME/.m2/wrapper/"
git clone -q "$stick/swapr.bundle" "$clone"
cd "$clone" && ./swapr lab prepare
END
chmod +x "$stick/install.sh"
echo "The stick is ready: $(du -sh "$stick" | cut -f1) in $stick. On a laptop, run install.sh on the stick."
