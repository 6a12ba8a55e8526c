// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of vocab.txt and merges.txt, which keep the same rules.
#pragma once

#include "core/runtime/progress.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace vitrine {

/// Goes through the lines of a file of tokens. A byte order mark and the CR of CRLF are dropped, everything else
/// belongs to the line.
class TextLines {
public:
    /// `bytes`, `file`, its name for messages, and `progress` must outlive this. Throws Refusal(TooLarge) above 256 MB.
    TextLines(std::string_view bytes, std::string_view file, const Progress& progress);

    /// The next line. Throws Refusal naming the line: BadEncoding when it is not UTF-8, TooLarge for the one after ten
    /// million; Cancelled.
    std::optional<std::string_view> next();

    /// Number of the line read last, from 1.
    std::size_t number() const { return m_number; }

private:
    std::string_view m_rest;
    std::string_view m_file;
    PeriodicCheck m_check;
    std::size_t m_number = 0;
};

} // namespace vitrine
