#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the fuzz targets and runs one after the other: tests/fuzz/run.sh [seconds per target] [target …]
# New cases grow in build/fuzz/corpus; a case that fails is kept there too. Move it to tests/fuzz/corpus when it is mended.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
failed=0
for program in build/fuzz/bin/fuzz_*; do
    name=${program##*/fuzz_}
    [ $# -gt 0 ] && case " $* " in *" $name "*) ;; *) continue ;; esac
    grown=build/fuzz/corpus/$name
    mkdir -p "$grown" "tests/fuzz/corpus/$name"
    log=build/fuzz/$name.log
    if "$program" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$grown/failed-" "$grown" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
        echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions, no failure"
    else
        echo "$name: FAILED, see $log"
        failed=1
    fi
done
exit $failed
