# shellcheck shell=sh
# Finds a Java of 21 or newer; sourced by the launchers. Sets java_home and java_major, or ends with status 69.
# Order: HUBSPOKE_JAVA_HOME, JAVA_HOME, the java on PATH, then the newest in the usual folders.

java_least=21

# Major version of the Java in folder $1, from its `release` file; empty when there is none.
java_major_of() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release"
}

# Takes the Java in folder $1 if it is new enough and newer than the one found so far.
java_try() {
  java_major_here=$(java_major_of "$1")
  [ "${java_major_here:-0}" -ge "$java_least" ] && [ "$java_major_here" -gt "$java_major" ] || return 1
  java_home=$1
  java_major=$java_major_here
}

# The home of the java on PATH, through its links.
java_on_path() {
  java_link=$(command -v java) || return 0
  java_hops=0
  while [ -L "$java_link" ] && [ "$java_hops" -lt 20 ]; do
    java_target=$(readlink "$java_link")
    case $java_target in
      /*) java_link=$java_target ;;
      *) java_link=$(dirname "$java_link")/$java_target ;;
    esac
    java_hops=$((java_hops + 1))
  done
  dirname "$(dirname "$java_link")"
}

find_java() {
  java_home=
  java_major=0
  if [ -n "${HUBSPOKE_JAVA_HOME:-}" ]; then
    java_try "$HUBSPOKE_JAVA_HOME" && return 0
    echo "hubspoke: HUBSPOKE_JAVA_HOME=$HUBSPOKE_JAVA_HOME is not a Java of $java_least or newer: point it to one or unset it." >&2
    exit 69
  fi
  [ -n "${JAVA_HOME:-}" ] && java_try "$JAVA_HOME" && return 0
  java_candidate=$(java_on_path)
  [ -n "$java_candidate" ] && java_try "$java_candidate" && return 0
  for java_candidate in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* "${HOME:-/nonexistent}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    java_try "$java_candidate" || :
  done
  [ -n "$java_home" ] && return 0
  echo "hubspoke: no Java of $java_least or newer found: install a JDK $java_least or newer and set HUBSPOKE_JAVA_HOME to its folder." >&2
  exit 69
}
