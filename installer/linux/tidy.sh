#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the checks of .clang-tidy over the files given, or over the files of the engine that include no LibTorch.
# Uses the one version of clang-tidy that clang-tidy.txt pins. Fails when there is a finding.
#
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/common.sh"
. "$here/wheels.sh"
parse_options "$@"
"$here/prepare.sh" ${torch:+--torch "$torch"}
torch=$(cat "$source_dir/build/torch-folder")
prepare_tool clang-tidy

# A build folder of its own that is only configured: clang reads no precompiled header that another compiler made.
build_dir="$source_dir/build/tidy"
cmake -S "$source_dir" -B "$build_dir" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DVITRINE_TORCH="$torch" -DVITRINE_GUI=OFF \
  -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON >"$source_dir/build/configure.log" 2>&1 \
  || { tail -n 20 "$source_dir/build/configure.log" >&2; fail "CMake could not configure; the whole output is in build/configure.log."; }

# The files of these rooms that include no header of LibTorch: one that does takes half a minute.
files() {
  if [ ${#rest[@]} -gt 0 ]; then
    printf '%s\0' "${rest[@]}"
  else
    cd "$source_dir"
    find core app/engine -name '*.cpp' -print0 | sort -z | xargs -0 grep -LZ -E '#include [<"](ATen|torch|c10)/'
  fi
}

step "check with clang-tidy ($jobs jobs)"
files | xargs -0 -r -n 1 -P "$jobs" "$tool" -p "$build_dir" --quiet 2>/dev/null \
  || fail "clang-tidy found what stands above. Mend it; where the check is wrong, say so with // NOLINTNEXTLINE(check): why."
step "nothing found"
