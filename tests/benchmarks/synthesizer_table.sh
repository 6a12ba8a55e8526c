#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the same small network with attention scores of six kinds and three seeds and prints their accuracies:
#   tests/benchmarks/synthesizer_table.sh DATA OUTPUT [BUILD]
# DATA is the folder of labelled texts, OUTPUT gets one model folder a run. Two runs go side by side, one thread each; a run that is
# finished is not repeated and a broken one goes on, so the script may be stopped and started again at any time.
set -eu
data=$(realpath "$1")
mkdir -p "$2"
output=$(realpath "$2")
here=$(realpath "$(dirname "$0")")
engine=$(realpath "${3:-$here/../../build/release}/bin/vitrine-engine")
seeds=${SEEDS:-"1 2 3"}
kinds=${KINDS:-"dot dense random fixed factorized-random random+dot"}

cat >"$output/settings.json" <<'END'
{
 "train": "zh-sentiment/sentiment.train.data", "extra": "zh-shopping/online_shopping_10_cats.csv",
 "valid": "zh-sentiment/sentiment.valid.data", "test": "zh-sentiment/sentiment.test.data",
 "labels": "NEGATIVE,POSITIVE", "limit": 24000, "layers": 3, "heads": 4, "width": 128, "max-length": 128,
 "epochs": 2, "batch": 32, "rate": 0.001
}
END

cd "$data"
for seed in $seeds; do
    for kind in $kinds; do
        echo "$kind $seed"
    done
done | xargs -P 2 -L 1 sh -c '
    exec "$0" train --config "$1/settings.json" --scores "$2" --seed "$3" --output "$1/$2-$3" --threads 1 --quiet >"$1/$2-$3.log" 2>&1' "$engine" "$output"
python3 "$here/training_table.py" "$output" dot scores
