#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 168 labelled texts (1 % of the published training file): what each regulariser makes of them, over five seeds.
#   tests/benchmarks/few_labels.sh DATA OUTPUT [BUILD]
# A seed draws the labelled texts too, the same ones for every regulariser; "vat-unlabelled" also sees all the others, without their labels.
# The strengths below were chosen on the validation texts with seed 11. Resumable as synthesizer_table.sh is.
set -eu
data=$(realpath "$1")
mkdir -p "$2"
output=$(realpath "$2")
here=$(realpath "$(dirname "$0")")
engine=$(realpath "${3:-$here/../../build/release}/bin/vitrine-engine")

cat >"$output/settings.json" <<'END'
{
 "train": "zh-sentiment/sentiment.train.data", "valid": "zh-sentiment/sentiment.valid.data", "test": "zh-sentiment/sentiment.test.data",
 "labels": "NEGATIVE,POSITIVE", "limit": 168, "layers": 2, "heads": 4, "width": 128, "max-length": 128,
 "epochs": 24, "batch": 16, "rate": 0.0005, "evaluate-every": 44, "stored-type": "float32"
}
END

cd "$data"
for seed in ${SEEDS:-1 2 3 4 5}; do
    cat <<END
none-$seed --seed $seed --regulariser none
noise-$seed --seed $seed --regulariser noise --sigma 0.01
gradient-penalty-$seed --seed $seed --regulariser gradient-penalty --epsilon 1
fgm-$seed --seed $seed --regulariser fgm --epsilon 0.1
vat-$seed --seed $seed --regulariser vat --epsilon 0.1 --xi 0.02
vat-unlabelled-$seed --seed $seed --regulariser vat --epsilon 0.1 --xi 0.02 --weight 0.3 --rest-unlabelled
END
done | xargs -P 2 -L 1 sh -c '
    engine=$0 output=$1 name=$2
    shift 2
    exec "$engine" train --config "$output/settings.json" --output "$output/$name" --threads 1 --quiet "$@" >"$output/$name.log" 2>&1' "$engine" "$output"
python3 "$here/training_table.py" "$output" none regulariser rest-unlabelled
