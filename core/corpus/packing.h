// SPDX-License-Identifier: GPL-3.0-or-later
// Which texts are computed together: only such of exactly the same length, so nothing is padded and no text sees that
// another is there.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace vitrine {

/// Cuts texts into batches of equal length: each holds at most `tokensAtOnce` tokens, or one text. `lengths` are in
/// tokens. Returns positions in `lengths`; batches are ordered by their first text, so that a reader in input order
/// waits least. The result depends on the lengths alone.
std::vector<std::vector<std::size_t>> packed(std::span<const std::size_t> lengths, std::size_t tokensAtOnce);

} // namespace vitrine
