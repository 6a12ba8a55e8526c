// SPDX-License-Identifier: GPL-3.0-or-later
// A command of the command line: a request of the engine, and how its answer is told to a person.
#pragma once

#include <nlohmann/json.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace vitrine {

/// One row of the table of commands. Options come from the request's own parameters.
struct Command {
    std::string request; ///< name of the command and of the request
    bool takesTexts = false; ///< runs once per --text and per row of --input
    void (*print)(std::ostream&, const nlohmann::json& document) = nullptr;
    /// A request that answers instead, for all texts together, when its parameter `when` is given; empty: none.
    std::string instead {};
    std::string when {};
};

/// Every command that runs a request, in the order of --help. `serve` is beside them.
const std::vector<Command>& commands();

void printAlignment(std::ostream&, const nlohmann::json&);
void printAttention(std::ostream&, const nlohmann::json&);
void printAttribution(std::ostream&, const nlohmann::json&);
void printMethods(std::ostream&, const nlohmann::json&);
void printModelCard(std::ostream&, const nlohmann::json&);
void printModels(std::ostream&, const nlohmann::json&);
void printNearest(std::ostream&, const nlohmann::json&);
void printParity(std::ostream&, const nlohmann::json&);
void printPrediction(std::ostream&, const nlohmann::json&);
void printRobustness(std::ostream&, const nlohmann::json&);
void printSelfCheck(std::ostream&, const nlohmann::json&);
void printSurgery(std::ostream&, const nlohmann::json&);
void printTokenization(std::ostream&, const nlohmann::json&);
void printTraining(std::ostream&, const nlohmann::json&);

/// Warnings of a document, one line each; nothing when there are none.
void printWarnings(std::ostream&, const nlohmann::json& document);

} // namespace vitrine
