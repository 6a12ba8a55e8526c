#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures whether the token error of a certificate is a bound, and prints the tables of docs/certificate.md. Takes about six minutes on two
# cores. VITRINE_REFERENCE may name the wide reference set. Without corpora the texts are those of resources/samples.
#   tests/benchmarks/coverage.sh BUILD [ENGLISH-CORPUS CHINESE-CORPUS] [TEXTS-PER-MODEL]
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:?the build folder}
english=${2:-$top/resources/samples/en.txt}
chinese=${3:-$top/resources/samples/zh.txt}
lines=$(mktemp -d)
trap 'rm -rf "$lines"' EXIT
export OMP_WAIT_POLICY=passive
for part in 0 1; do
  "$build/benchmarks/coverage" measure "$top/resources/models" "$english" "$chinese" "${4:-4}" "$part" 2 > "$lines/$part" &
  running[part]=$!
done
wait "${running[0]}"
wait "${running[1]}"
cp "$lines/0" "$build/coverage.0.tsv"
cp "$lines/1" "$build/coverage.1.tsv"
"$build/benchmarks/coverage" table "$lines/0" "$lines/1"
