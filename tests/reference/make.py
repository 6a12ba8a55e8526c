# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the reference models and values. Run it as: python make.py [--out FOLDER] [--only PART …]"""
import argparse
import copy
import os
import time
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"  # before the imports: one thread, one order of sums
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
import transformers

from make_activations import make_activations
from make_generation import make_generation
from make_malformed import make_malformed
from make_models import write_index, write_model
from make_robustness import make_robustness
from make_tokenizers import make_tokenizers
from make_transport import make_transport
from make_values import make_values
from networks import MODELS, network_of
from vocabularies import all_vocabularies


def make_all_models(out, vocabularies):
    write_index(out)
    for model in MODELS:
        begun = time.monotonic()
        vocabulary = vocabularies[model.tokenizer]
        network, weights = network_of(model, vocabulary)
        write_model(out, model, vocabulary, weights)
        document = make_values(out, model, vocabulary, network, copy.deepcopy(network).float())
        if model.name == "bert":
            make_robustness(out, model, vocabulary, network)
        if model.name in ("gpt2", "openai-gpt"):
            make_generation(out, model, vocabulary, network)
        residuals = [abs(entry["residual"]) for case in document["attribution"].values() for entry in case["integrated_gradients"].values()]
        print(f"{model.name}: {time.monotonic() - begun:.1f} s, largest residual {max(residuals, default=0):.1e}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent, help="where to write; this folder unless said")
    parser.add_argument("--only", nargs="*", choices=["models", "tokenizers", "transport", "activations", "malformed"])
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    parts = arguments.only or ["models", "tokenizers", "transport", "activations", "malformed"]
    vocabularies = all_vocabularies()
    if "tokenizers" in parts:
        make_tokenizers(arguments.out, vocabularies)
    if "activations" in parts:
        make_activations(arguments.out)
    if "transport" in parts:
        make_transport(arguments.out)
    if "malformed" in parts:
        make_malformed(arguments.out)
    if "models" in parts:
        make_all_models(arguments.out, vocabularies)


if __name__ == "__main__":
    main()
