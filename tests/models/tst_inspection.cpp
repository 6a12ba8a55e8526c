// SPDX-License-Identifier: GPL-3.0-or-later
// What inspecting promises: the card of the opened model, without its memory, and an end as soon as it is asked for.
#include "core/models/opening/loaded_model.h"
#include "core/runtime/error.h"
#include "tests/support/limits.h"
#include "tests/support/reference_models.h"
#include "tests/support/sparse_model.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace vitrine;
namespace fs = std::filesystem;

namespace {

/// Seconds from the request to stop, which is made when `stage` has begun, to the end of inspecting.
double secondsToStop(const fs::path& folder, std::string_view stage)
{
    using Clock = std::chrono::steady_clock;
    CancelToken token;
    std::atomic<bool> begun = false;
    const Progress progress(token, [&](int, int, std::string_view now) { begun = begun || now == stage; });
    Clock::time_point asked;
    std::thread person([&] {
        while (!begun)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        asked = Clock::now();
        token.cancel();
    });
    bool heard = false;
    try {
        inspectModel(folder, {}, progress);
    } catch (const Cancelled&) {
        heard = true;
    }
    const auto end = Clock::now();
    begun = true;
    person.join();
    return heard ? std::chrono::duration<double>(end - asked).count() : -1;
}

/// "code: sentence" of what `call` throws; "opened" when it throws nothing.
template <typename Call> std::string outcomeOf(Call&& call)
{
    try {
        call();
    } catch (const Refusal& refusal) {
        return std::string(errorCodeName(refusal.error().code)) + ": " + refusal.error().message;
    }
    return "opened";
}

} // namespace

class TestInspection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { inspectModel(referencePath("models/bert")); } // LibTorch takes its memory now

    void sameCardAsOpened_data()
    {
        QTest::addColumn<QString>("folder");
        for (const char* kind : { "models", "malformed" }) {
            for (const auto& entry : fs::directory_iterator(referencePath(kind))) {
                const auto name = std::string(kind) + '/' + entry.path().filename().string();
                if (entry.is_directory())
                    QTest::newRow(name.c_str()) << QString::fromStdString(name);
            }
        }
    }

    void sameCardAsOpened()
    {
        QFETCH(QString, folder);
        const auto path = referencePath(folder.toStdString());
        ModelCard opened, inspected;
        const std::string wanted = outcomeOf([&] { opened = openModel(path, { "cpu", "float32" })->card(); });
        QCOMPARE(outcomeOf([&] { inspected = inspectModel(path); }), wanted);
        inspected.sizes.memoryAvailable = opened.sizes.memoryAvailable;
        QVERIFY(inspected == opened);
    }

    void holdsNoWeights()
    {
        const TemporaryFiles files;
        const fs::path folder = sparseModel(files, 4'000'000, 64); // 1 GB
        ModelCard card;
        double time = 0;
        const std::int64_t grown = peakGrowth([&] { time = seconds([&] { card = inspectModel(folder); }); });
        qInfo("%.1f s, %.1f MB for a file of %.0f MB", time, double(grown) / 1e6, double(card.sizes.fileBytes) / 1e6);
        QCOMPARE(card.sizes.vocabulary, 4'000'000);
        QCOMPARE(card.tensors.size(), std::size_t(25));
        QCOMPARE(card.provenance.model.sha256.size(), std::size_t(64));
        QVERIFY2(card.sizes.fileBytes > 1'000'000'000 && grown < 100'000'000, "the weights were held");
        QVERIFY(time < 120);
    }

    void stopsWhenAsked_data()
    {
        QTest::addColumn<QByteArray>("stage");
        QTest::newRow("reading") << QByteArray("reading");
        QTest::newRow("checking") << QByteArray("checking");
    }

    // A tensor is looked at piece by piece: one of 65 GB is no obstacle.
    void stopsWhenAsked()
    {
        QFETCH(QByteArray, stage);
        const TemporaryFiles files;
        const fs::path folder
            = stage == "reading" ? sparseModel(files, 4'000'000, 4096) : sparseModel(files, 1'000'000, 64);
        double time = 0;
        const std::int64_t grown = peakGrowth([&] { time = secondsToStop(folder, stage.constData()); });
        qInfo("%.3f s", time);
        QVERIFY2(time >= 0, "it ended before it was asked to");
        QVERIFY2(time < 0.5, "it went on");
        QVERIFY(grown < 100'000'000);
    }
};

QTEST_GUILESS_MAIN(TestInspection)
#include "tst_inspection.moc"
