// SPDX-License-Identifier: GPL-3.0-or-later
// Refused while loading, because encoding never fails.
#include "core/text/tokenizers/unknown_token.h"

#include "core/runtime/error.h"

namespace vitrine {

int findUnknownToken(const Vocabulary& vocabulary, std::string_view token, std::string_view file)
{
    const auto id = vocabulary.idOf(token);
    if (!id) {
        throw Refusal(ErrorCode::MalformedFile,
            std::string(file) + ": the unknown token '" + std::string(token)
                + "' is missing, so words outside the vocabulary cannot be read; download the file again.",
            std::string(file));
    }
    return *id;
}

} // namespace vitrine
