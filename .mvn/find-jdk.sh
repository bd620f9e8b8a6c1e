# ./mvnw and ./swapr source this file. It finds a JDK 25 on this machine and sets JAVA_HOME to it.
# If there is none, it prints one line with the places it searched. SWAPR_JDK sets the JDK directly.

is_jdk25() { [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[".]' "$1/release" 2>/dev/null; }

find_jdk25() {
  on_path=$(command -v javac 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
  for jdk in "${SWAPR_JDK:-}" "${JAVA_HOME:-}" "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" \
             "${on_path%/bin/javac}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
             /Library/Java/JavaVirtualMachines/*/Contents/Home \
             /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home "$HOME"/.sdkman/candidates/java/* \
             "$HOME"/.jdks/* "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.asdf/installs/java/* \
             "$HOME"/.local/share/mise/installs/java/*; do
    if is_jdk25 "$jdk"; then JAVA_HOME=$jdk; export JAVA_HOME; return 0; fi
  done
  echo "swapr: no JDK 25 found. Searched: SWAPR_JDK, JAVA_HOME, javac on the PATH, /usr/lib/jvm, /opt/java," \
       "/opt/jdk*, /Library/Java, Homebrew, SDKMAN, ~/.jdks, asdf and mise." \
       "Install a JDK 25, or set SWAPR_JDK to its directory." >&2
  return 1
}
