// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a model over the rows of a corpus: the one loop behind every command and page that takes a file of texts.
// No tensor library in this header.
#pragma once

#include "core/io/corpus/corpus.h"
#include "core/models/predict.h"
#include "core/runtime/progress.h"
#include "core/runtime/result.h"

#include <any>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace vitrine {

/// What is done with each text.
struct TextWork {
    /// The answers of texts of one length in tokens, in their order. It is called on several threads at once, with
    /// gradients off. What it throws is the answer of a single text; several texts are then tried one by one.
    using Answer
        = std::function<std::vector<Result<std::any>>(std::span<const EncodedInput> texts, const Progress& progress)>;

    /// What it throws is the answer of that row.
    using Encode = std::function<EncodedInput(const CorpusRow& row, const Progress& progress)>;

    std::shared_ptr<const LoadedModel> model;
    Encode encode; ///< on the calling thread
    Answer answer;
    std::size_t tokensAtOnce = 0; ///< that one call of `answer` is given; 0: every text is computed alone
    std::size_t rowsAhead = 1024; ///< rows that are read before the first of them is delivered; fewer for large answers
};

/// How a corpus is run.
struct CorpusRunOptions {
    int threads = 0; ///< texts that are computed at the same time on a CPU, one thread each; 0: the machine's cores
    bool deterministic = false; ///< no answer depends on the number of threads, not even by rounding
};

/// Takes a row and what came out. A row that cannot be used has an Error; one that the reader skipped has no text.
using RowSink = std::function<void(const CorpusRow& row, Result<std::any> answer)>;

/// Calls `sink` once for every row, in the order of the file, on this thread. Memory does not grow with the file. An
/// answer depends on its own row and, by rounding alone, on the rows of equal length near it. Progress: rows done, rows
/// expected (0: not known). Throws after everything before was delivered: Cancelled; Refusal of a broken device, of too
/// little memory (see endsEverything()), of a source that cannot be read on or has no row, or of the first 1,000 rows;
/// what `sink` throws.
void runCorpus(RowSource& rows, const TextWork& work, const CorpusRunOptions& options, const Progress& progress,
    const RowSink& sink);

/// The usual TextWork::encode: encodeInput() of a row, with the second text and the length of `usual` where the row has
/// none. Throws what requireMaxTokens() throws.
TextWork::Encode usualEncoding(std::shared_ptr<const LoadedModel> model, TextInput usual);

/// True when no further row can succeed either: a broken device, too little memory, a disk that takes no more.
bool endsEverything(ErrorCode code);

} // namespace vitrine
