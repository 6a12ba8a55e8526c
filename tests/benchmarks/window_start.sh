#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How soon the real window paints, its engine is ready, the sample is explained, and how long its event loop ever stalled.
# Needs a display; without one it starts Xvfb. Prints every run and the medians.
#   tests/benchmarks/window_start.sh [BUILD-FOLDER] [RUNS]
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$top/build/release}
runs=${2:-7}
sample="It tries so hard to be clever that it forgets to be fun; still, the two leads are a joy to watch, and the last scene is quietly devastating."
if [ -z "${DISPLAY:-}" ]; then
  exec xvfb-run -a -s "-screen 0 1440x900x24" "$0" "$build" "$runs"
fi
settings=$(mktemp -d)
trap 'rm -rf "$settings"' EXIT
nproc | sed 's/^/cores: /'
sed 's/ .*//; s/^/load: /' /proc/loadavg
for run in $(seq "$runs"); do
  "$build/bin/vitrine" --config-dir "$settings" --theme light --model english --text "$sample" --time --quit-after-first 2>&1 | grep ' ms$' | tee -a "$settings/all"
done
for what in "first paint" "engine ready" "first explanation" "longest event-loop gap"; do
  grep "^$what" "$settings/all" | sed 's/[^0-9]//g' | sort -n | awk -v what="$what" '{v[NR] = $1} END {printf "%s: median %d ms, %d to %d, %d runs\n", what, v[int((NR + 1) / 2)], v[1], v[NR], NR}'
done
