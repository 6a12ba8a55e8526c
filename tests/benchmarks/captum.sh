#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Seconds of certified integrated gradients at 1 % against Captum's default (Gauss–Legendre, 50 steps), by turns, with
# the true error of both. CORPUS has one text a line, perhaps with "0 " or "1 " before it.
#   tests/benchmarks/captum.sh BUILD PYTHON CORPUS
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
exec "${2:?a Python with torch, transformers and captum}" "$top/tests/benchmarks/peers.py" attribute \
  "${1:?the build folder}/bin/vitrine-engine" "$top/resources/models/english" "${3:?a file of texts}"
