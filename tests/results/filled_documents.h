// SPDX-License-Identifier: GPL-3.0-or-later
// Every document written out by hand, with no member left at its default. Nothing here walks fields(): a member that
// fields() forgets is lost on the way through the codec, and the copy differs.
#pragma once

#include "core/results/documents.h"

namespace vitrine::filled {

inline Provenance provenance()
{
    return { { "9.1", "2.15.0", "cuda:1", "bfloat16", 3 }, { "folder", "bert-0123", "ab12", "bert" },
        { "one warning", "another" } };
}

inline Encoding encoding()
{
    return { "a film", "and more", { 101, 1037 }, { "[CLS]", "a" }, { { 0, 0 }, { 0, 1 } }, { true, false }, { 0, 1 },
        { -1, 0 }, { -1, 1 }, 6, 2 };
}

inline Prediction prediction()
{
    return { provenance(), encoding(), Problem::MultiLabel, { -1.5, 2.25 }, { 0.25, 0.75 }, { "NO", "YES" }, "YES", 1 };
}

inline Proportion share() { return { 7, 11, 0.625, 0.375, 0.875 }; }

inline CorpusOutcome outcome() { return { 0.5, share() }; }

inline BuiltInModel builtInModel()
{
    return { "english", "English sentiment", "en", "electra", 13'000'000, 27'000'000, 0.9, 0.88, 0.92, "SST-2",
        "reviews", "MIT" };
}

inline ParamSpec spec()
{
    return { "tolerance", "Tolerance", ParamKind::Real, "0.01", "how exact", 1e-10, 1.0, { { "0.1", "10 %" } }, true,
        ParamRole::Percentage, true };
}

inline MethodDescription method() { return { "gradient", "Gradient", "of the logit", true, { spec() } }; }

inline AlignmentSide side(const char* word)
{
    return { "a film", { word }, { { 2, 6 } }, { { { 2, 6 }, { 8, 12 } } }, { { 1, 2 } }, { 2 }, { 1.0 }, { 0.5 },
        { 0.25 }, { -0.125 }, { "zzz" }, encoding() };
}

inline VectorsNote vectors() { return { "layer", "glove.txt", 4, 256, "tokenizer" }; }

/// A document of its type, complete.
template <Document T> T make();

template <> inline Encoding make() { return encoding(); }
template <> inline Tokenization make() { return { provenance(), encoding() }; }
template <> inline Prediction make() { return prediction(); }

template <> inline Attribution make()
{
    return { provenance(), "integrated-gradients", "certified", true, encoding(), { 1, "YES", "margin", 0, "NO" },
        "pad", { 0.5, -0.25 }, Certificate { 3.5, 1.25, 2.25, 2.5, 0.25, 0.125, 0.0625, 24, 0.01, true, 0.125 },
        { { 0, 0.5, 1 }, { 1.25, 2, 3.5 } }, prediction() };
}

template <> inline Attention make()
{
    return { provenance(), encoding(), { { 1, 1, 1, 2 }, { 0.125F, 0.875F } }, { 3 }, { 5 },
        { { 3, 5, 1.5, 0.25, 0.5, 0.125, 0.75, 0.875 } }, prediction(),
        ScoreInfluence { 3, 5, { { 1, 2 }, { 0.5F, 2 } }, { { "random", "Random", "on nothing", 0.75 } } } };
}

template <> inline HeadSurgery make()
{
    return { provenance(), prediction(), 20, 18, 5, outcome(),
        { { { { 1, 2, "zero" } }, { 0.5, -0.5 }, outcome(), 0.25, 0.125, -0.0625, 4 } } };
}

template <> inline ModelCard make()
{
    return { provenance(), "/models/x", "X", "BertForX", "safetensors", "F16", "gelu", "WordPiece", Problem::Regression,
        { "NO", "YES" }, { 6, 12, 384, 1536, 30522, 512, 128, 510, 22, 33, 44, 55 },
        { { "attention", true, "because" } }, { { "w", "F16", { 2, 3 }, "renamed", "v", 1 } }, { "pooler" } };
}

template <> inline BuiltInModel make() { return builtInModel(); }
template <> inline BuiltInModels make() { return { { builtInModel() } }; }
template <> inline Closed make() { return {}; }
template <> inline Description make() { return { { method() }, { method() }, { { method() } } }; }

template <> inline Greeting make()
{
    return { provenance().engine, { "cpu", "cuda:0" }, "no driver", { builtInModel() } };
}

template <> inline Evaluation make()
{
    return { provenance(), { "NO", "YES" }, { { 3, 1 }, { 2, 4 } }, share(), 14, 1, 2, 3 };
}

template <> inline Parity make()
{
    return { provenance(), "reference.json", 1e-4, 0.5, 2, 1, true,
        { { "a film", "and more", { 1, 2 }, { 1, 2.5 }, 0.5, "tokens part at 1" } } };
}

template <> inline Alignment make()
{
    return { provenance(), "wmd", "euclidean", "uniform", vectors(), side("film"), side("movie"), { { 0.5 } },
        { { 1.0 } }, { { 1, 2, 0.25, 0.5 } }, 0.75, 0.625, { 0.25, 0.375, 0.4375, 0.46875, 0.125 },
        { { 0.5 }, { -0.5 }, 0.5, 0.015625, 0.03125, 0.0625, 12, "optimal" }, "sinkhorn",
        SinkhornNote { 0.05, 0.75, 0.125, 0.001, 40, true } };
}

template <> inline Nearest make()
{
    return { provenance(), "a film", "wrd", "cosine", "norm", vectors(), { "zzz" },
        { { 3, "id3", "a movie", "YES", 0.25 } }, { 10, 4, 6, 1, 99 }, { { "transport", "YES", 5, share() } },
        DistanceMatrix { { 1, 2 }, { "a", "b" }, { { 0, 1 }, { 1, 0 } }, { 1, 0 } } };
}

template <> inline Training make()
{
    return { provenance(), { { "epochs", "2" } }, { "NO", "YES" }, 1234, { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0.5 }, 40, 50,
        { { 10, 0.5, 0.75, 0.125, 6e-4, 1.5 } }, { { 20, 1, 0.5, share() } }, { { "test", share(), 0.25 } },
        { 240, 60, 1000, 2000 }, 20, "finished", "folder/out", 10 };
}

template <> inline Robustness make()
{
    return { provenance(), encoding(), 1, prediction(), 0.5, 1.25, { { "vat", { 0.6, 0.8 }, 0.5, 0.25, 0.99, 100 } },
        { { "fgm", { { 0.1, { 0.25, 0.75 }, 0.5 } }, 2 } }, { { "random", 0.2, share() } }, 14 };
}

template <> inline Gelu make()
{
    return {
        provenance(), { -1, 1 }, 1.75,
        { { "tanh", "tanh, 0.044715", "x/2", { -0.1588, 0.8412 }, { -0.083, 1.083 }, 4.7e-4, 2.7, 8.7e-4, 2.02 } },
        { { "sigmoid", "sigmoid", "σ(λx)", "phi", { { "λ", 1.7017 } }, { 0.57, 2.04 }, 0.0095, 2.043, 0.0204, 2.27 } }
    };
}

template <> inline SelfCheck make()
{
    return { provenance(), { { "logits, english, float32", 1e-6, 1e-4, true, 0.5, "of three texts" } } };
}

template <> inline RefusalDocument make()
{
    return { { ErrorCode::TruncatedFile, "The file is cut.", "model.safetensors", "trace" } };
}

} // namespace vitrine::filled
