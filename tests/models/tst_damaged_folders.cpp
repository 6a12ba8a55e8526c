// SPDX-License-Identifier: GPL-3.0-or-later
// Every reference folder, damaged in every file: opening it is a refusal or a sound model, quickly and in bounded
// memory; a crash ends this program. A run samples the damages; VITRINE_DAMAGE=all makes all of them (280,000, ten
// minutes of work).
#include "core/models/opening/loaded_model.h"
#include "core/models/predict.h"
#include "core/runtime/error.h"
#include "tests/support/reference_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <ctime>
#include <fstream>
#include <random>
#include <sstream>

using namespace vitrine;
namespace fs = std::filesystem;

namespace {

constexpr double maxSeconds = 2;
constexpr std::int64_t parsingAllowance = 64LL << 20;

bool all() { return qgetenv("VITRINE_DAMAGE") == "all"; }

std::string contentOf(const fs::path& path)
{
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// Seconds of this process's work, so that a busy machine is no hanging program.
double workSeconds() { return double(std::clock()) / CLOCKS_PER_SEC; }

std::int64_t memory(const char* field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(field))
            return std::stoll(line.substr(line.find_first_of("0123456789"))) * 1024;
    }
    return 0;
}

void forgetPeak() { std::ofstream("/proc/self/clear_refs") << "5"; }

/// A folder whose files are links to a sound one's, but for one.
class DamagedFolder {
public:
    explicit DamagedFolder(const fs::path& sound)
    {
        for (const auto& entry : fs::directory_iterator(sound)) {
            fs::create_symlink(entry.path(), path() / entry.path().filename());
            m_bytes += std::int64_t(entry.file_size());
        }
    }

    fs::path path() const { return m_folder.path().toStdString(); }
    std::int64_t bytes() const { return m_bytes; }

    void replace(const std::string& name, const std::string& content)
    {
        fs::remove(path() / name);
        std::ofstream(path() / name, std::ios::binary) << content;
    }
    void restore(const std::string& name, const fs::path& sound)
    {
        fs::remove(path() / name);
        fs::create_symlink(sound / name, path() / name);
    }

private:
    QTemporaryDir m_folder;
    std::int64_t m_bytes = 0;
};

struct Worst {
    double seconds = 0;
    std::int64_t memory = 0;
    int opened = 0;
    int refused = 0;
};

void tryToOpen(const DamagedFolder& folder, Worst& worst)
{
    forgetPeak();
    const std::int64_t before = memory("VmRSS:");
    const double start = workSeconds();
    try {
        const auto model = openModel(folder.path(), { "cpu", "float32" });
        ++worst.opened;
        if (model->ability("classify").available)
            predict(*model, { "the film, 很好看 [MASK]", {}, 0 });
    } catch (const Refusal& refusal) {
        ++worst.refused;
        QVERIFY(refusal.error().code != ErrorCode::Internal);
        QVERIFY(!refusal.error().message.empty());
    }
    worst.seconds = std::max(worst.seconds, workSeconds() - start);
    worst.memory = std::max(worst.memory, memory("VmHWM:") - before);
}

} // namespace

class TestDamagedFolders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void damage_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& model : referenceModels())
            QTest::newRow(model.name.c_str()) << QString::fromStdString(model.name);
    }

    void damage()
    {
        QFETCH(QString, name);
        const fs::path sound = referencePath("models/" + name.toStdString());
        DamagedFolder folder(sound);
        std::mt19937 random(unsigned(qHash(name, 7)));
        Worst worst;
        tryToOpen(folder, worst); // once sound: what the libraries need is there from now on
        QCOMPARE(worst.opened, 1);
        worst = {};
        for (const auto& entry : fs::directory_iterator(sound))
            damageFile(folder, sound, entry.path().filename().string(), random, worst);
        qInfo("%s: %d opened, %d refused, at most %.2f s and %.1f MB (files %.1f MB)", qPrintable(name), worst.opened,
            worst.refused, worst.seconds, double(worst.memory) / 1e6, double(folder.bytes()) / 1e6);
        QVERIFY(worst.refused > 0);
        QVERIFY2(worst.seconds <= maxSeconds, qPrintable(QString::number(worst.seconds)));
        QVERIFY2(worst.memory <= 2 * folder.bytes() + parsingAllowance, qPrintable(QString::number(worst.memory)));
    }

private:
    /// Bytes flipped where the structure is, the file cut at each kilobyte, and pieces of it put elsewhere.
    static void damageFile(
        DamagedFolder& folder, const fs::path& sound, const std::string& name, std::mt19937& random, Worst& worst)
    {
        const std::string whole = contentOf(sound / name);
        const auto size = whole.size();
        const auto at
            = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
        const auto run = [&](const std::string& content) {
            folder.replace(name, content);
            tryToOpen(folder, worst);
        };
        if (size == 0)
            return;
        const bool isText = name.ends_with(".json") || name.ends_with(".txt");
        const std::size_t head = std::min<std::size_t>(size, isText && size < 4096 ? size : 4096);
        const std::size_t flips = all() ? head : 6;
        for (std::size_t i = 0; i < flips; ++i) {
            std::string damaged = whole;
            char& byte = damaged[all() ? i : at(head)];
            byte = char(byte ^ (1 << at(8)));
            run(damaged);
        }
        const std::size_t cuts = size / 1024 + 1;
        for (std::size_t i = 0; i < (all() ? cuts : std::min<std::size_t>(cuts, 3)); ++i)
            run(whole.substr(0, all() ? i * 1024 : at(cuts) * 1024));
        for (int i = 0; i < (all() ? 200 : 3); ++i) {
            std::string damaged = whole;
            const std::size_t from = at(size), length = std::min<std::size_t>(size - from, 1 + at(64));
            damaged.insert(at(size), whole.substr(from, length));
            run(damaged);
        }
        folder.restore(name, sound);
    }
};

QTEST_GUILESS_MAIN(TestDamagedFolders)
#include "tst_damaged_folders.moc"
