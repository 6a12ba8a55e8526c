#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Prepares what is missing, builds Vitrine, and runs every test without a display. Options after -- go to ctest.
#
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/common.sh"
parse_options "$@"
"$here/prepare.sh" --preset "$preset" --jobs "$jobs" ${torch:+--torch "$torch"} $([ "$gpu" = yes ] && echo --gpu)
torch=$(cat "$source_dir/build/torch-folder")
build
step "test ($preset)"
ctest --test-dir "$source_dir/build/$preset" --output-on-failure "${rest[@]}"
