#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the pictures of this folder: runs the real window, with the real engine, on each page, theme and language.
#   docs/pictures/make.sh [BUILD-FOLDER]
# Needs a display; without one it starts Xvfb.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../../build/release}
if [ -z "${DISPLAY:-}" ]; then
  exec xvfb-run -a -s "-screen 0 1440x900x24" "$0" "$build"
fi
settings=$(mktemp -d)
trap 'rm -rf "$settings"' EXIT
picture() { # file theme page model text [right text]
  rm -rf "$settings"/*
  "$build/bin/vitrine" --config-dir "$settings" --theme "$2" --page "$3" --model "$4" --text "$5" ${6:+--right "$6"} --picture "$here/$1.png" 2>/dev/null
  echo "$1.png"
}
english="It tries so hard to be clever that it forgets to be fun; still, the two leads are a joy to watch, and the last scene is quietly devastating."
for theme in light dark; do
  picture "alignment-$theme" "$theme" alignment english "the film is a joy to watch" "it is a movie that delights its viewers"
  picture "alignment-chinese-$theme" "$theme" alignment chinese "这是一本很糟糕的书" "这本书情节太乱，浪费时间"
  for page in explain attention; do
    picture "$page-$theme" "$theme" "$page" english "$english"
    picture "$page-chinese-$theme" "$theme" "$page" chinese "这是一本很糟糕的书，情节太乱，浪费了我两个小时。"
  done
done
