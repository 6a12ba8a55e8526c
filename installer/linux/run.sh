#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Prepares what is missing, builds the two programs, and opens the window on the built-in model with a sample text already
# explained. The tests are not built.
# Where there is no display it writes the same view into ./vitrine-demo. Options after -- go to the window.
#
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/common.sh"
parse_options "$@"
"$here/prepare.sh" --preset "$preset" --jobs "$jobs" ${torch:+--torch "$torch"} $([ "$gpu" = yes ] && echo --gpu)
torch=$(cat "$source_dir/build/torch-folder")
build vitrine vitrine-engine
bin="$source_dir/build/$preset/bin"
sample="It tries so hard to be clever that it forgets to be fun; still, the two leads are a joy to watch, and the last scene is quietly devastating."

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  step "open the window"
  exec "$bin/vitrine" --model english --text "$sample" "${rest[@]}"
fi
step "no display: write vitrine-demo/"
mkdir -p vitrine-demo
"$bin/vitrine" --export vitrine-demo/heat-map.png --figure heat-map --model english --text "$sample"
"$bin/vitrine" --export vitrine-demo/chart.png --figure chart --model english --text "$sample"
"$bin/vitrine-engine" attribute --model english --text "$sample" --json --output vitrine-demo/explanation.json
step "written: vitrine-demo/heat-map.png, vitrine-demo/chart.png, vitrine-demo/explanation.json"
