#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the table of README.md between its two marks: every reference model, opened as it is, against logits of another implementation.
#   tests/benchmarks/parity_table.sh REFERENCE-FOLDER [BUILD-FOLDER]
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
reference=${1:?the folder that holds models/ and values/}
engine=${2:-$top/build/release}/bin/vitrine-engine
fact() { sed -n "s/^$1  *//p" <<< "$inspected" | head -1; }
row() { # folder, reference file
  inspected=$("$engine" inspect --model "$1" --quiet)
  local family tokenizer weights label difference=
  family=$(fact family); family=${family%% (*}
  tokenizer=$(fact tokenizer); tokenizer=${tokenizer%, * entries}
  weights=$(fact weights); weights=${weights#* in *, }
  for dtype in float32 float64; do
    if grep -q '"logits"' "$2"; then
      label=$("$engine" parity --model "$1" --reference "$2" --dtype "$dtype" --quiet | sed -n 's/.*largest difference \([^,]*\),.*/\1/p')
    else
      label="no classifier"
    fi
    difference+=" $label |"
  done
  echo "| $(basename "$1") | $family | $tokenizer | $weights |$difference"
}
table=$(mktemp)
trap 'rm -f "$table"' EXIT
{
  echo '| model | family | tokenizer | weights | float32 | float64 |'
  echo '|---|---|---|---|---|---|'
  for folder in "$reference"/models/*/; do
    row "${folder%/}" "$reference/values/$(basename "$folder").json"
  done
} > "$table"
sed -i -e "/<!-- parity table -->/,/<!-- end of parity table -->/{/<!-- parity table -->/r $table
  /<!-- .*parity table -->/!d}" "$top/README.md"
cat "$table"
