#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The table of docs/recompute.md: one thread, lowest priority.
#   tests/benchmarks/recompute.sh [BUILD [WIDTH [HEADS [BATCH [REPEATS]]]]]
set -eu
here=$(realpath "$(dirname "$0")")
build=${1:-$here/../../build/release}
[ $# -gt 0 ] && shift
exec nice -n 19 "$build/benchmarks/recompute" "$@"
