// SPDX-License-Identifier: GPL-3.0-or-later
// A command of the command line: a request of the engine, and how its answer is printed.
#pragma once

#include "core/results/documents.h"

#include <ostream>
#include <string>
#include <vector>

namespace vitrine {

/// One row of the table of commands. Options come from the request's own parameters, the printer from the type of the
/// answer.
struct Command {
    std::string request; ///< name of the command and of the request
    bool takesTexts = false; ///< runs once per --text and per row of --input
    /// Another request that is used instead, for all texts together, when its parameter `when` is given. Empty: none.
    std::string instead {};
    std::string when {};
};

/// Every command that runs a request, in the order of --help. `serve` is not among them.
const std::vector<Command>& commands();

// One printer a document that a command answers with.
void print(std::ostream&, const Alignment&);
void print(std::ostream&, const Attention&);
void print(std::ostream&, const Attribution&);
void print(std::ostream&, const BuiltInModels&);
void print(std::ostream&, const Description&); ///< its attribution methods
void print(std::ostream&, const Evaluation&);
void print(std::ostream&, const Gelu&);
void print(std::ostream&, const HeadSurgery&);
void print(std::ostream&, const ModelCard&);
void print(std::ostream&, const Nearest&);
void print(std::ostream&, const Parity&);
void print(std::ostream&, const Prediction&);
void print(std::ostream&, const Robustness&);
void print(std::ostream&, const SelfCheck&);
void print(std::ostream&, const Tokenization&);
void print(std::ostream&, const Training&);

/// The printer of its type; a document that has none is printed as JSON.
void printAny(std::ostream&, const AnyDocument&);

/// Warnings of a document, one line each; nothing when there are none.
void printWarnings(std::ostream&, const Provenance&);

} // namespace vitrine
