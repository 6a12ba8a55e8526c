// SPDX-License-Identifier: GPL-3.0-or-later
// A folder that lives as long as a test function, and files in it.
#pragma once

#include <QByteArray>
#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

/// Removed with everything in it at the end.
class TemporaryFiles {
public:
    std::filesystem::path path(const std::string& name = {}) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

    std::filesystem::path write(const std::string& name, const QByteArray& bytes) const
    {
        std::ofstream(path(name), std::ios::binary) << std::string_view(bytes.constData(), std::size_t(bytes.size()));
        return path(name);
    }

    std::string read(const std::string& name) const
    {
        std::stringstream text;
        text << std::ifstream(path(name), std::ios::binary).rdbuf();
        return text.str();
    }

    /// How many names the folder has.
    long count() const
    {
        using Entries = std::filesystem::directory_iterator;
        return long(std::distance(Entries(path()), Entries()));
    }

private:
    QTemporaryDir m_folder;
};
