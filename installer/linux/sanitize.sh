#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the engine with sanitizers and with LibTorch, and runs the engine's own tests: sanitize.sh [address] [thread]
# "address" looks for wrong memory, leaks and undefined behaviour in all rooms of core. "thread" looks for data races
# between the server, its worker and its reader. Without a name both run, one after the other. Needs an hour on two cores.
#
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/common.sh"
parse_options "$@"
"$here/prepare.sh" ${torch:+--torch "$torch"}
torch=$(cat "$source_dir/build/torch-folder")
[ ${#rest[@]} -gt 0 ] || rest=(address thread)

sanitize() { # preset, then the folders of tests and "-R pattern" for ctest
  local preset=$1 pattern=$2 folder failed=0 targets=(core/all app/engine/all resources/all)
  shift 2
  local build_dir="$source_dir/build/$preset" reports="$source_dir/build/$preset/reports"
  step "configure ($preset)"
  cmake --preset "$preset" -S "$source_dir" -DVITRINE_TORCH="$torch" >"$source_dir/build/configure.log" 2>&1 \
    || { tail -n 20 "$source_dir/build/configure.log" >&2; fail "CMake could not configure; the whole output is in build/configure.log."; }
  for folder; do targets+=("tests/$folder/all"); done
  step "build ($preset, $jobs jobs)"
  cmake --build "$build_dir" --parallel "$jobs" --target "${targets[@]}" -- --quiet || fail "the build failed; the compiler's words stand above."
  rm -rf "$reports"
  mkdir -p "$reports"
  # The address and thread sanitizers need memory at fixed places: setarch -R.
  for folder; do
    step "test ($preset, tests/$folder)"
    ASAN_OPTIONS="log_path=$reports/address:detect_odr_violation=0" \
    UBSAN_OPTIONS="log_path=$reports/undefined:print_stacktrace=1" \
    LSAN_OPTIONS="suppressions=$source_dir/tests/lsan.supp:print_suppressions=0" \
    TSAN_OPTIONS="log_path=$reports/thread:suppressions=$source_dir/tests/tsan.supp" \
      setarch -R ctest --test-dir "$build_dir/tests/$folder" --output-on-failure --no-tests=error -R "$pattern" || failed=1
  done
  local found
  found=$(find "$reports" -type f | wc -l)
  [ "$found" -eq 0 ] || fail "$preset: $found processes were reported; the reports are in build/$preset/reports."
  [ $failed -eq 0 ] || fail "$preset: a test failed; its words stand above."
  step "$preset: nothing found"
}

for what in "${rest[@]}"; do
  case "$what" in
    address) sanitize engine-asan . results runtime pipe text io fuzz models attribution maps robustness transport words training service ;;
    thread) sanitize engine-tsan '^(tst_server|tst_frame)$' pipe service ;;
    *) fail "sanitize.sh knows address and thread, not '$what'." ;;
  esac
done
