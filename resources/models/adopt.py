#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a built-in model of the folder that a training run left: adopt.py RUN NAME TITLE LANGUAGE TRAINED-ON SOURCES TEST-SET
# Copies the model's files beside this script and writes card.json from training.json; accuracy is that on the clean test texts.
import json
import math
import pathlib
import shutil
import sys

run, name, title, language, trained_on, sources, test_set = sys.argv[1:]
run, target = pathlib.Path(run), pathlib.Path(__file__).parent / name
training = json.loads((run / "training.json").read_text())
config = json.loads((run / "config.json").read_text())
clean = next(test["accuracy"] for test in training["tests"] if test["name"] == "clean")
target.mkdir(exist_ok=True)
for file in ["config.json", "model.safetensors", "vocab.txt", "tokenizer_config.json", "training.json"]:
    shutil.copyfile(run / file, target / file)
readme = (run / "README.md").read_text().split("\n", 1)[1]
readme = readme.replace("|---|\n", f"|---|\n| licence | GPL-3.0-or-later |\n| made from | {sources} |\n", 1)
(target / "README.md").write_text(f"# {title}\n{readme}")
with open(run / "model.safetensors", "rb") as weights:  # all of them, trained or not
    header = json.loads(weights.read(int.from_bytes(weights.read(8), "little")))
parameters = sum(math.prod(tensor["shape"]) for tensor_name, tensor in header.items() if tensor_name != "__metadata__")
card = {
    "kind": "built-in-model", "schema": 1, "name": name, "title": title, "language": language, "family": config["model_type"],
    "parameters": parameters, "bytes": (run / "model.safetensors").stat().st_size,
    "accuracy": round(clean["value"], 4), "accuracy_low": round(clean["low"], 4), "accuracy_high": round(clean["high"], 4),
    "test_set": f"{test_set}, {clean['count']:,} clean texts", "trained_on": trained_on, "licence": "GPL-3.0-or-later",
}
(target / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
