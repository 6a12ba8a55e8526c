// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of all formats do alike.
#include "core/io/weights/weights_file.h"

#include "core/io/files/sha256.h"
#include "core/io/files/utf8.h"
#include "core/runtime/error.h"

namespace vitrine {

std::string WeightsFile::sha256(const Progress& progress) const { return sha256OfFiles({ &m_file }, progress); }

std::size_t WeightsFile::readableIndex(const TensorEntry& entry, std::size_t bytes) const
{
    const TensorEntry* own = find(entry.name);
    if (!own || own->bytes != bytes)
        throw Refusal(ErrorCode::Internal,
            m_file.name() + ": tensor \"" + entry.name + "\" was asked for with another size", entry.name);
    if (own->dtype == Dtype::Other)
        throw Refusal(ErrorCode::UnsupportedDtype,
            m_file.name() + ": tensor \"" + shortened(entry.name, 200) + "\" has the item type "
                + shortened(own->dtypeText, 40) + ", which is not read; convert it to F32 or F16",
            entry.name);
    return std::size_t(own - entries().data());
}

} // namespace vitrine
