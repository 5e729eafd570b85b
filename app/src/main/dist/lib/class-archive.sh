# shellcheck shell=sh
# Sourced by the scripts in bin/: where the archive of loaded classes is. With it a start takes half the time.
#
# The JVM checks the archive at every start, but compares jars by date and size alone, and ours all bear one date: so the
# name tells the contents.
#
# In: home, java_home. Out: archive, cache, place.
find_class_archive() {
  cache=${HUBSPOKE_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/hubspoke}
  place=$cache/classes-$(printf %s "$home" | cksum | cut -d ' ' -f 1)
  archive=$place-$(cat "$java_home/release" "$home"/lib/hubspoke*.jar | cksum | cut -d ' ' -f 1).jsa
}
