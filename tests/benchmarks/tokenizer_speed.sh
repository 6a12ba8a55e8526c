#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tokens per second of every kind of tokenizer, English and Chinese, as two Markdown tables.
#   tests/benchmarks/tokenizer_speed.sh REFERENCE-FOLDER DATA-FOLDER [BUILD-FOLDER]
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
models=${1:?the folder of reference models}/models
data=${2:?the folder of data sets}
program=${3:-$top/build/release}/benchmarks/tokenizer_speed
kinds=()
for family in bert distilbert roberta gpt2 albert xlm-roberta deberta-v2; do
  kinds+=("$family=$models/$family")
done
for text in "$data/en-rt/rt-polarity.all" "$data/zh-hotel/ChnSentiCorp_htl_all.csv"; do
  printf '\n%s\n\n' "$(basename "$text")"
  "$program" "$text" "${kinds[@]}"
done
