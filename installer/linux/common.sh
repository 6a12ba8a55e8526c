# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by prepare.sh, run.sh and test.sh: options, and one line a step. Sourced, not run.

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
preset=release
jobs=$(nproc)
torch=${VITRINE_TORCH:-}
gpu=no
strict=no # yes: the compiler's warnings are errors

step() { printf '== %s\n' "$*"; }
fail() { printf 'vitrine: %s\n' "$*" >&2; exit 1; }

usage() {
  sed -n 's/^# \{0,1\}//p' "$0" | sed '1,2d;/^$/q'
  printf '  --preset NAME   CMake preset (release, dev)  [%s]\n' "$preset"
  printf '  --jobs N        parallel compilers           [%s]\n' "$jobs"
  printf '  --torch PREFIX  an existing LibTorch or Python torch (2.7 or newer): its folder with include/ and lib/\n'
  printf '  --gpu           also fetch the libraries that CUDA needs (about 2 GB)\n'
}

# Reads the common options; what it does not know stays in "rest".
rest=()
parse_options() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --preset) preset=${2:?--preset needs a name}; shift 2 ;;
      --jobs) jobs=${2:?--jobs needs a number}; shift 2 ;;
      --torch) torch=${2:?--torch needs a folder}; shift 2 ;;
      --gpu) gpu=yes; shift ;;
      -h|--help) usage; exit 0 ;;
      *) rest+=("$1"); shift ;;
    esac
  done
}

# Where downloads live, shared by all clones.
deps_dir=${VITRINE_DEPS:-${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/vitrine}

# Configures the preset with what prepare.sh found and builds the targets that are given (all, when none is).
# On a terminal the progress stays on one line: steps done, steps in all, seconds since the start.
build() {
  local folder="$source_dir/build/$preset" targets=() objects
  [ $# -gt 0 ] && targets=(--target "$@")
  step "configure ($preset)"
  local options=(-DVITRINE_TORCH="$torch")
  [ "$strict" = yes ] && options+=(-DVITRINE_WERROR=ON)
  cmake --preset "$preset" -S "$source_dir" "${options[@]}" >"$source_dir/build/configure.log" 2>&1 \
    || { tail -n 20 "$source_dir/build/configure.log" >&2; fail "CMake could not configure; the whole output is in build/configure.log."; }
  objects=$(cmake --build "$folder" "${targets[@]}" -- -n | grep -c 'Building CXX object') || true
  step "build ($preset, $jobs jobs): $(forecast "$objects")"
  if [ -t 1 ] && [ "$strict" = no ]; then
    NINJA_STATUS='   %f of %t steps, %e s  ' cmake --build "$folder" --parallel "$jobs" "${targets[@]}" \
      || fail "the build failed; the compiler's words stand above."
    return
  fi
  cmake --build "$folder" --parallel "$jobs" "${targets[@]}" -- --quiet 2>&1 | tee "$source_dir/build/build.log" \
    || fail "the build failed; the compiler's words stand above."
  # What ccache had from a build without -Werror comes with its warnings, but without an error.
  if [ "$strict" = yes ] && grep -q 'warning: ' "$source_dir/build/build.log"; then
    fail "the build printed warnings; they stand above."
  fi
}

# What compiling so many objects costs at most; what ccache remembers costs almost nothing.
seconds_per_object=5 # of one core, measured in the preset release
forecast() { # objects
  [ "$1" -gt 0 ] || { printf 'nothing to compile'; return; }
  local seconds=$(( $1 * seconds_per_object ))
  printf '%s objects, up to %s minutes of one core, %s with %s jobs' "$1" $(( (seconds + 59) / 60 )) $(( (seconds / jobs + 59) / 60 )) "$jobs"
}
