#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 168 labelled texts (1 % of the published training file), the rest without labels: what each regulariser makes of them, over five seeds.
#   tests/benchmarks/few_labels.sh DATA OUTPUT [BUILD]
# A seed draws the labelled texts too, the same ones for every regulariser. Resumable as synthesizer_table.sh is.
set -eu
data=$(realpath "$1")
mkdir -p "$2"
output=$(realpath "$2")
here=$(realpath "$(dirname "$0")")
engine=$(realpath "${3:-$here/../../build/release}/bin/vitrine-engine")
seeds=${SEEDS:-"1 2 3 4 5"}
regularisers=${REGULARISERS:-"none noise gradient-penalty fgm vat"}

cat >"$output/settings.json" <<'END'
{
 "train": "zh-sentiment/sentiment.train.data", "valid": "zh-sentiment/sentiment.valid.data", "test": "zh-sentiment/sentiment.test.data",
 "labels": "NEGATIVE,POSITIVE", "limit": 168, "layers": 2, "heads": 4, "width": 128, "max-length": 128,
 "epochs": 60, "batch": 16, "rate": 0.0005, "evaluate-every": 60, "stored-type": "float32"
}
END

cd "$data"
for seed in $seeds; do
    for regulariser in $regularisers; do
        echo "$regulariser $seed"
    done
done | xargs -P 2 -L 1 sh -c '
    more=; [ "$2" = vat ] && more="--rest-unlabelled"
    exec "$0" train --config "$1/settings.json" --regulariser "$2" --seed "$3" --output "$1/$2-$3" --threads 1 --quiet $more >"$1/$2-$3.log" 2>&1' "$engine" "$output"
python3 "$here/training_table.py" "$output" --by regulariser
