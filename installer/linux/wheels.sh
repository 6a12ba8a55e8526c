# SPDX-License-Identifier: GPL-3.0-or-later
# Fetches wheels whose hashes are pinned, and the tools that come in them. Sourced after common.sh, not run.

# The wheels are zip files; only their libraries, headers and programs are used, no Python runs from them. They are the same
# files whatever Python is here, and their hashes are pinned.
fetch_wheels() { # what requirements-file target-folder advice
  local wheels platforms=()
  wheels=$(mktemp -d "$deps_dir/wheels.XXXXXX")
  for glibc in 28 27 26 25 24 18 17 12 5; do platforms+=(--platform "manylinux_2_${glibc}_x86_64"); done
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
    --python-version 3.11 --implementation cp --abi cp311 --abi abi3 --abi none "${platforms[@]}" --platform manylinux2014_x86_64 --platform manylinux1_x86_64 \
    --dest "$wheels" --requirement "$2" || { rm -rf "$wheels"; fail "$1 could not be downloaded whole; run this again when the network is there$4."; }
  step "unpack $1"
  for wheel in "$wheels"/*.whl; do
    python3 -m zipfile -e "$wheel" "$3" || { rm -rf "$wheels"; fail "'$wheel' could not be unpacked; is the disk full?"; }
  done
  rm -rf "$wheels"
}

# Two clones may fetch at once; the second waits and then finds what it wanted.
lock_deps() {
  mkdir -p "$deps_dir" || fail "'$deps_dir' cannot be written; set VITRINE_DEPS to a folder that can."
  exec 9>"$deps_dir/lock"
  flock 9
}
unlock_deps() { exec 9>&-; }

# Sets "tool" to the program that installer/linux/NAME.txt pins, and fetches it when it is not there.
prepare_tool() { # clang-format | clang-tidy
  local requirements="$source_dir/installer/linux/$1.txt" version home
  version=$(sed -n "s/^$1==\([0-9.]*\).*/\1/p" "$requirements")
  home="$deps_dir/$1-$version"
  tool="$home/${1//-/_}/data/bin/$1"
  [ -x "$tool" ] && return
  [ "$(uname -m)" = x86_64 ] || fail "$1 is fetched for x86-64 only; this machine is $(uname -m)."
  python3 -m pip --version >/dev/null 2>&1 || fail "$1 is fetched with pip; install python3-pip."
  lock_deps
  if [ ! -x "$tool" ]; then
    step "download $1 $version into $deps_dir"
    rm -rf "$home" "$home.part"
    fetch_wheels "$1" "$requirements" "$home.part" ""
    chmod +x "$home.part/${1//-/_}/data/bin/$1"
    mv "$home.part" "$home"
  fi
  unlock_deps
}
