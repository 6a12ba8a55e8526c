#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Seconds of `predict --input` against transformers in batches of 32 sorted by length, by turns; logits compared; seconds
# a row over rows, and peak memory of 100,000 rows. CORPUS has one text a line, perhaps with "0 " or "1 " before it.
#   tests/benchmarks/corpus.sh BUILD PYTHON CORPUS
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
exec "${2:?a Python with torch and transformers}" "$top/tests/benchmarks/peers.py" predict \
  "${1:?the build folder}/bin/vitrine-engine" "$top/resources/models/english" "${3:?a file of texts}"
