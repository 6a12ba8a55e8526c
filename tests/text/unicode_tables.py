# SPDX-License-Identifier: GPL-3.0-or-later
# Writes core/text/unicode/unicode_tables.cpp: how the Unicode tables of the published tokenizers differ from Unicode 14.
# Needs Python 3.11 (its unicodedata is Unicode 14) and the package `tokenizers` that published models are made with.
import sys
import unicodedata

import tokenizers
from tokenizers import normalizers, pre_tokenizers

assert unicodedata.unidata_version == "14.0.0"
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def category(c):
    return unicodedata.category(chr(c))


def isolates(step, c):
    """Whether the pre-tokenizer makes a piece of its own of the character between two letters."""
    return [p for p, _ in step.pre_tokenize_str("a" + chr(c) + "a")] == ["a", chr(c), "a"]


def differences(theirs, ours):
    return sorted(theirs ^ ours)


clean = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False)
accents = normalizers.BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False)
strip = normalizers.StripAccents()
lower = normalizers.Lowercase()
punctuation = pre_tokenizers.Punctuation()
digits = pre_tokenizers.Digits(individual_digits=True)
whitespace = pre_tokenizers.Whitespace()

dropped = [c for c in SCALARS if clean.normalize_str("a" + chr(c) + "a") == "aa"]
bert_marks = {c for c in SCALARS if accents.normalize_str("a" + chr(c)) == "a"}
marks = {c for c in SCALARS if strip.normalize_str("a" + chr(c)) == "a"}
points = {c for c in SCALARS if isolates(punctuation, c)}
numbers = {c for c in SCALARS if isolates(digits, c)}
byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False)
letters = {c for c in SCALARS if len(byte_level.pre_tokenize_str("a" + chr(c) + "a")) == 1}
regex_numbers = {c for c in SCALARS if len(byte_level.pre_tokenize_str("1" + chr(c) + "1")) == 1}
words = {c for c in SCALARS if len(whitespace.pre_tokenize_str("a" + chr(c) + "a")) == 1}


def is_word(c):
    return category(c)[0] in "LM" or category(c) in ("Nd", "Nl", "Pc") or c in (0x200C, 0x200D)


lowered = [(c, ord(lower.normalize_str(chr(c)))) for c in SCALARS
           if c != 0x130 and lower.normalize_str(chr(c)) != chr(c).lower()]
ascii_points = {c for c in range(33, 127) if not chr(c).isalnum()}


def undecomposed(step, form):
    return [c for c in SCALARS if step.normalize_str(chr(c)) != unicodedata.normalize(form, chr(c))]


canonical = undecomposed(normalizers.NFD(), "NFD")
compatible = undecomposed(normalizers.NFKD(), "NFKD")


def is_reordered(c):
    """Whether the mark, whose class is not 0, changes its place as its class demands."""
    nfd = normalizers.NFD()
    if unicodedata.combining(chr(c)) > 1:
        return nfd.normalize_str(chr(c) + "\u0334") == "\u0334" + chr(c)
    return nfd.normalize_str("\u0301" + chr(c)) == chr(c) + "\u0301"


unordered = [c for c in SCALARS if unicodedata.combining(chr(c)) and unicodedata.normalize("NFD", chr(c)) == chr(c)
             and not is_reordered(c)]
for c in canonical + compatible:
    assert normalizers.NFKD().normalize_str(chr(c)) == chr(c)
assert not undecomposed(normalizers.NFC(), "NFC")


def runs(points):
    out = []
    for c in points:
        if out and out[-1][1] == c - 1:
            out[-1][1] = c
        else:
            out.append([c, c])
    return out


def table(kind, name, comment, lines):
    return "// %s\nstatic constexpr %s %sTable[] {\n%s\n};\nconst std::span<const %s> %s(%sTable);\n" % (
        comment, kind, name, "\n".join(lines), kind, name, name)


def ranges(name, comment, points):
    cells = ["{ 0x%04X, 0x%04X }" % (a, b) for a, b in runs(points)]
    lines = ["    " + ", ".join(cells[i:i + 6]) + "," for i in range(0, len(cells), 6)]
    return table("CodePointRange", name, comment, lines)


pairs = ["{ 0x%04X, 0x%04X }" % p for p in lowered]
pair_lines = ["    " + ", ".join(pairs[i:i + 6]) + "," for i in range(0, len(pairs), 6)]

sys.stdout.write("""// SPDX-License-Identifier: GPL-3.0-or-later
// How the Unicode tables of the published tokenizers (tokenizers %s) differ from Unicode 14, found by comparing every
// scalar value. Made by: python3 tests/text/unicode_tables.py > core/text/unicode/unicode_tables.cpp
#include "core/text/unicode/unicode_tables.h"

// clang-format off
namespace vitrine::unicode_tables {

%s
} // namespace vitrine::unicode_tables
""" % (tokenizers.__version__, "\n".join([
    ranges("unassigned", "Not assigned in Unicode 14, whatever the Unicode library says.",
           [c for c in SCALARS if category(c) == "Cn"]),
    ranges("bertDropped", "Removed by clean_text: an old table of controls, not today's property.", dropped),
    ranges("bertMarkExceptions", "Where BertNormalizer's accents and Unicode 14's Mn disagree.",
           differences(bert_marks, {c for c in SCALARS if category(c) == "Mn"})),
    ranges("markExceptions", "Where StripAccents and Unicode 14's M* disagree.",
           differences(marks, {c for c in SCALARS if category(c)[0] == "M"})),
    ranges("punctuationExceptions", "Where punctuation and ASCII punctuation with Unicode 14's P* disagree.",
           differences(points, {c for c in SCALARS if category(c)[0] == "P"} | ascii_points)),
    ranges("numberExceptions", "Where Digits and Unicode 14's N* disagree.",
           differences(numbers, {c for c in SCALARS if category(c)[0] == "N"})),
    ranges("letterExceptions", "Where letters of ByteLevel and Unicode 14's L* disagree.",
           differences(letters, {c for c in SCALARS if category(c)[0] == "L"})),
    ranges("regexNumberExceptions", "Where numbers of ByteLevel and Unicode 14's N* disagree.",
           differences(regex_numbers, {c for c in SCALARS if category(c)[0] == "N"})),
    ranges("wordExceptions", "Where word characters and Unicode 14's L*, M*, Nd, Nl, Pc and the two joiners disagree.",
           differences(words, {c for c in SCALARS if is_word(c)})),
    ranges("canonicalExceptions", "Decomposed by Unicode 14 but not by NFD.", canonical),
    ranges("compatibleExceptions", "Decomposed by Unicode 14 but not by NFKD.", compatible),
    ranges("combiningExceptions", "Marks whose combining class is 0 in NFD, NFC, NFKD and NFKC.", unordered),
    table("CaseMapping", "lowerCaseAdditions", "Lower-case mappings that Unicode 14 lacks.", pair_lines)])))
