// SPDX-License-Identifier: GPL-3.0-or-later
// The folder that a training run writes into: no other model is overwritten, and no second run writes there meanwhile.
#pragma once

#include <filesystem>
#include <string>

namespace vitrine {

/// Throws Refusal(BadArgument) when `output` is the folder of the model `start` (a folder, or a file in it; empty:
/// none) that a run begins with.
void refuseModelFolder(const std::filesystem::path& output, const std::filesystem::path& start);

/// The folder of one run, locked as long as the object lives. The system frees the lock of a process that dies, so the
/// lock file that a killed run leaves behind stops nobody.
class OutputFolder {
public:
    /// Makes the folder when there is none, locks it, and removes the temporary files of a killed run. The folder must
    /// be empty, or hold the result or the checkpoint of a run. Throws Refusal: BadArgument (it holds something else;
    /// a file in it is a link), UnsafePath (NUL), WriteFailed (it cannot be made or locked; another run holds it).
    explicit OutputFolder(const std::string& path);
    ~OutputFolder();
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;

    /// Without links.
    const std::filesystem::path& path() const { return m_path; }

private:
    void lock();
    void checkContent() const;

    std::string m_given; // for sentences
    std::filesystem::path m_path;
    int m_lock = -1;
};

} // namespace vitrine
