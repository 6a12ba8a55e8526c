#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Prepares what is missing, checks the formatting, builds Vitrine, and runs every test without a display.
# Options after -- go to ctest. With --strict, as .ci/run asks, the compiler's warnings are errors.
# The last line says how many test functions passed, failed and were skipped. A skip that tests/allowed_skips.txt does
# not hold is a failure.
#
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/common.sh"
. "$here/wheels.sh"
parse_options "$@"
[ "${rest[0]:-}" = --strict ] && { strict=yes; rest=("${rest[@]:1}"); }
[ "${rest[0]:-}" = -- ] && rest=("${rest[@]:1}")
"$here/prepare.sh" --preset "$preset" --jobs "$jobs" ${torch:+--torch "$torch"} $([ "$gpu" = yes ] && echo --gpu)
torch=$(cat "$source_dir/build/torch-folder")
if (prepare_tool clang-format); then
  step "check the formatting"
  "$here/format.sh" --check --jobs "$jobs"
elif [ $strict = yes ]; then
  exit 1
else
  step "the formatting is not checked"
fi
build
step "test ($preset)"
results="$source_dir/build/$preset/test-results.xml"
rm -f "$results"
failed=0
ctest --test-dir "$source_dir/build/$preset" --output-on-failure --output-junit "$results" \
  --test-output-size-passed 100000000 --test-output-size-failed 100000000 "${rest[@]}" || failed=$?
python3 "$here/test_report.py" "$results" --allowed-skips "$source_dir/tests/allowed_skips.txt" || failed=1
exit $failed
