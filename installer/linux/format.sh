#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Formats every C++ file as .clang-format says, with the one version of clang-format that clang-format.txt pins.
# With --check it changes nothing, names the files that differ, and fails when there are any.
#
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/common.sh"
. "$here/wheels.sh"
parse_options "$@"
prepare_tool clang-format
cd "$source_dir"

# What git tracks, and new files that it does not ignore; without git, what is there.
files() {
  if git rev-parse --git-dir >/dev/null 2>&1; then
    git ls-files -z --cached --others --exclude-standard -- core ui app tests
  else
    find core ui app tests -type f -print0
  fi | while IFS= read -r -d '' file; do
    case "$file" in *.cpp|*.h) [ ! -e "$file" ] || printf '%s\0' "$file" ;; esac
  done
}

case "${rest[*]}" in
  --check)
    said=$(files | xargs -0 -r -n 16 -P "$jobs" "$tool" --dry-run 2>&1) || { printf '%s\n' "$said" >&2; fail "clang-format could not check every file."; }
    differ=$(printf '%s\n' "$said" | sed -n 's/:[0-9]*:[0-9]*: warning: code should be clang-formatted.*//p' | sort -u)
    if [ -n "$differ" ]; then
      printf '%s\n' "$differ" >&2
      fail "the files above are not formatted as .clang-format says; run installer/linux/format.sh and commit what it changes."
    fi
    ;;
  "") files | xargs -0 -r -n 16 -P "$jobs" "$tool" -i ;;
  *) fail "format.sh knows no '${rest[*]}'; it takes --check or nothing." ;;
esac
