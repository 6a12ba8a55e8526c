#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes docs/integration-benchmark.md: the certified rule over all SST-2 dev sentences, fixed rules over 100 of them.
# Takes about half an hour on two cores the first time, most of it for the converged scores, which are kept in the build folder.
#   tests/benchmarks/integration_rules.sh SST2-DEV-FILE [BUILD-FOLDER] [SENTENCES] [SENTENCES-FOR-FIXED-RULES]
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
corpus=${1:?the file of SST-2 dev sentences}
build=${2:-$top/build/release}
table=$(mktemp)
OMP_WAIT_POLICY=passive "$build/benchmarks/integration_rules" "$top/resources/models/english" "$corpus" "$build/converged.jsonl" "${3:-0}" "${4:-100}" > "$table"
{
  printf '# The certified rule beside fixed rules\n\n'
  printf 'Integrated gradients of the predicted logit of the built-in English model over the SST-2 dev sentences. Converged scores: Gauss–Legendre\n'
  printf 'with 64 points, or 300 where those leave a residual, by the same engine. Made by `tests/benchmarks/integration_rules.sh`. "Flagged" counts answers whose certificate is not met\n'
  printf '(for a fixed rule: judged by its residual alone).\n\n'
  cat "$table"
} > "$top/docs/integration-benchmark.md"
rm -f "$table"
