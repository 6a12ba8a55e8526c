// SPDX-License-Identifier: GPL-3.0-or-later
// Which reader a file gets; its name has no say in it.
#include "core/io/weights_file.h"

#include "core/io/file_kind.h"
#include "core/io/safetensors.h"
#include "core/io/sha256.h"
#include "core/io/torch_checkpoint.h"
#include "core/io/utf8.h"
#include "core/runtime/error.h"

namespace vitrine {

std::string WeightsFile::sha256(const Progress& progress) const { return sha256OfFiles({ &m_file }, progress); }

std::size_t WeightsFile::readableIndex(const TensorEntry& entry, std::size_t bytes) const
{
    const TensorEntry* own = find(entry.name);
    if (!own || own->bytes != bytes)
        throw Refusal(ErrorCode::Internal, m_file.name() + ": tensor \"" + entry.name + "\" was asked for with another size", entry.name);
    if (own->dtype == Dtype::Other)
        throw Refusal(ErrorCode::UnsupportedDtype,
            m_file.name() + ": tensor \"" + shortened(entry.name, 200) + "\" has the item type " + shortened(own->dtypeText, 40)
                + ", which is not read; convert it to F32 or F16",
            entry.name);
    return std::size_t(own - entries().data());
}

std::unique_ptr<WeightsFile> openWeightsFile(InputFile file)
{
    const std::string head = beginningOf(file);
    if (isTorchZip(head))
        return openTorchZip(std::move(file));
    if (isTorchLegacy(head))
        return openTorchLegacy(std::move(file));
    return std::make_unique<SafetensorsFile>(std::move(file));
}

} // namespace vitrine
