#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing to build and test Vitrine: Debian packages (needs root or sudo) and LibTorch (into a cache).
#
# Safe to run again; does nothing when nothing is missing. Prints the folder of LibTorch with --print-torch.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$(dirname "${BASH_SOURCE[0]}")/wheels.sh"
parse_options "$@"

packages=(
  build-essential cmake ninja-build ccache pkg-config git
  qt6-base-dev qt6-svg-dev libqcustomplot-dev libgl-dev
  nlohmann-json3-dev libcli11-dev libutf8proc-dev
  fonts-inter fonts-noto-cjk fonts-noto-color-emoji
  xvfb xauth xdotool liblemon-dev
)

install_packages() {
  command -v dpkg-query >/dev/null || fail "this script knows Debian packages only; install Qt 6.4, QCustomPlot 2.1 for Qt 6, nlohmann-json, CLI11, utf8proc, CMake and Ninja by hand and use the CMake presets."
  local missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  python3 -m pip --version >/dev/null 2>&1 || [ -n "$torch" ] || missing+=(python3 python3-pip)
  [ ${#missing[@]} -eq 0 ] && return
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "these packages are missing and installing them needs root: ${missing[*]}"
    root=(sudo)
  fi
  step "install packages: ${missing[*]}"
  "${root[@]}" apt-get update -qq || fail "the package lists could not be fetched; is there a network?"
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
    || fail "apt-get could not install: ${missing[*]}"
}

prepare_torch() {
  if [ -n "$torch" ]; then
    [ -e "$torch/lib/libtorch_cpu.so" ] || fail "'$torch' holds no lib/libtorch_cpu.so; --torch takes the folder named torch of an unpacked wheel or a Python environment."
    return
  fi
  [ "$(uname -m)" = x86_64 ] || fail "LibTorch is fetched for x86-64 only; give your own with --torch."
  local home="$deps_dir/libtorch-2.15.0"
  torch="$home/torch"
  lock_deps
  if [ ! -e "$home/.complete" ]; then
    step "download LibTorch 2.15.0 (560 MB) into $deps_dir"
    rm -rf "$home" "$home.part"
    fetch_wheels LibTorch "$source_dir/installer/linux/libtorch-cpu.txt" "$home.part" ", or give an existing one with --torch"
    touch "$home.part/.complete"
    mv "$home.part" "$home"
  fi
  if [ "$gpu" = yes ] && [ ! -e "$home/.gpu" ]; then
    step "download the CUDA libraries (2 GB) into $deps_dir"
    fetch_wheels "the CUDA libraries" "$source_dir/installer/linux/libtorch-gpu.txt" "$home" ""
    touch "$home/.gpu"
  fi
  unlock_deps
}

install_packages
prepare_torch
mkdir -p "$source_dir/build"
printf '%s\n' "$torch" > "$source_dir/build/torch-folder"
step "ready: LibTorch in $torch"
