# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the engine against what a user would pick instead, by turns in one run. Called by corpus.sh and captum.sh."""
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import torch
import transformers
from transformers import AutoModelForSequenceClassification, AutoTokenizer

what, engine, folder, corpus = sys.argv[1:5]
TURNS = 3


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n") for line in file]
    return [row[2:] if row[:2] in ("0 ", "1 ") else row for row in rows if row.strip()]


def write(texts):
    file = tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf-8")
    file.write("".join(text + "\n" for text in texts))
    file.close()
    return file.name


def peak_of(process):
    """MB; what the system counts for a child begins with the size of this program, so it is read while it runs."""
    try:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")), 0)
    except OSError:
        return 0


def run(path, threads, *options):
    """Seconds of the whole process, its peak memory in MB, and its documents."""
    with tempfile.TemporaryFile() as out:
        start, peak = time.time(), 0
        process = subprocess.Popen([engine, what, "--model", folder, "--input", path, "--jsonl", "--quiet", "--device", "cpu",
                                    "--threads", str(threads), *options], stdout=out)
        while process.poll() is None:
            peak = max(peak, peak_of(process))
            time.sleep(0.02)
        seconds = time.time() - start
        if process.returncode:
            sys.exit(f"the engine ended with {process.returncode}")
        out.seek(0)
        return seconds, peak, [json.loads(line) for line in out]


tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32).eval()


def predict_all(texts):
    lengths = tokenizer(texts, truncation=True)["input_ids"]
    order = sorted(range(len(texts)), key=lambda i: len(lengths[i]))
    logits = [None] * len(texts)
    with torch.no_grad():
        for begin in range(0, len(order), 32):
            rows = order[begin:begin + 32]
            batch = tokenizer([texts[i] for i in rows], truncation=True, padding=True, return_tensors="pt")
            for i, values in zip(rows, model(**batch).logits.tolist()):
                logits[i] = values
    return logits


def explained(texts, steps=50):
    """Captum's default; one text at a time, as its users call it."""
    from captum.attr import LayerIntegratedGradients
    layer = LayerIntegratedGradients(lambda ids, mask: model(input_ids=ids, attention_mask=mask).logits, model.get_input_embeddings())
    special = {tokenizer.cls_token_id, tokenizer.sep_token_id}
    answers = []
    for text in texts:
        row = tokenizer(text, truncation=True, return_tensors="pt")
        ids = row["input_ids"]
        baseline = torch.tensor([[i if i in special else tokenizer.pad_token_id for i in ids[0].tolist()]])
        with torch.no_grad():
            target = int(model(**row).logits.argmax())
        scores = layer.attribute(ids, baselines=baseline, additional_forward_args=(row["attention_mask"],), target=target, n_steps=steps,
                                 internal_batch_size=64 if steps > 64 else None)
        answers.append(scores.sum(-1)[0].tolist())
    return answers


def errors(answers, truth):
    return [max(abs(a - b) for a, b in zip(x, y)) / max(abs(b) for b in y) for x, y in zip(answers, truth)]


texts = lines_of(corpus)
print(f"{platform.processor() or platform.machine()}, load {os.getloadavg()[0]:.2f}, float32, torch {torch.__version__}, transformers {transformers.__version__}")
many = texts
if what == "attribute":  # a corpus of a few hundred for the engine, and every tenth of its texts for both
    many = texts[::max(1, len(texts) // 240)][:240]
    texts = many[::10]
path, nearly_nothing = write(many), write(["x"])
singles = [write([text]) for text in texts] if what == "attribute" else []
cheap = ["--rule", "midpoint", "--evaluations", "1"] if what == "attribute" else []
truth = explained(texts, 400) if what == "attribute" else None
for threads in (1, 2):
    torch.set_num_threads(threads)
    theirs, ours, alone = [], [], []
    for _ in range(TURNS):
        start = time.time()
        answers = predict_all(texts) if what == "predict" else explained(texts)
        theirs.append(time.time() - start)
        start_up = run(nearly_nothing, threads, *cheap)[0]
        seconds, _, documents = run(path, threads)
        ours.append(seconds - start_up)
        documents = documents[::10] if what == "attribute" else documents
        if what == "attribute":  # each text in a process of its own, less the start of the program
            alone.append(statistics.mean(run(file, threads)[0] for file in singles) - start_up)
    peer, mine = statistics.median(theirs), statistics.median(ours)
    if what == "predict":
        difference = max(abs(a - b) for x, y in zip(documents, answers) for a, b in zip(x["logits"], y))
        print(f"threads {threads}: transformers {peer:.2f} s, ours {mine:.2f} s, largest difference of logits {difference:.1e}; ratio {peer / mine:.2f}")
    else:
        mine /= len(many)
        evaluations = statistics.mean(x["certificate"]["evaluations"] for x in documents)
        print(f"threads {threads}: Captum {peer / len(texts):.3f} s a text (largest error {max(errors(answers, truth)):.4f} of the largest score), "
              f"ours {mine:.3f} s ({max(errors([x['scores'] for x in documents], truth)):.4f}; {evaluations:.1f} evaluations, "
              f"{1000 * mine / evaluations:.1f} ms each); ratio in a corpus of {len(many)} {peer / len(texts) / mine:.2f}, "
              f"one text at a time {peer / len(texts) / (statistics.median(alone)):.2f}")
if what == "predict":
    for count in (1000, 10_000, 100_000):
        rows = (texts * (count // len(texts) + 1))[:count]
        target = tempfile.mktemp(suffix=".jsonl")
        seconds, memory, _ = run(write(rows), 2, "--output", target)
        os.unlink(target)
        print(f"{count} rows: {1000 * seconds / count:.2f} ms a row, start included; peak memory {memory:.0f} MB")
