// SPDX-License-Identifier: GPL-3.0-or-later
// Standard output with every write checked: a full disk is told, a closed pipe ends quietly, and no line stays half
// written where that can be helped.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

/// Takes whole documents or whole lines.
using TextSink = std::function<void(std::string_view)>;

/// Thrown when nobody reads standard output any more.
struct OutputClosed { };

/// Writes all of `text` to standard output. Throws Refusal(WriteFailed), after taking back what was written of `text`
/// when standard output is a file; OutputClosed.
void writeToStandardOutput(std::string_view text);

/// Calls `produce` with a sink for `file`, which is written whole or not at all and grows in a temporary file
/// meanwhile; without `file` for standard output. Throws Refusal(WriteFailed), OutputClosed, what `produce` throws.
void withOutput(const std::optional<std::string>& file, const std::function<void(const TextSink&)>& produce);

/// Ignores the signals that would end the program in the middle of a write: these writes fail instead.
void ignoreOutputSignals();

} // namespace vitrine
