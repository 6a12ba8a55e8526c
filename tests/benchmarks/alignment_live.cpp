// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the page Alignment during typing: the time from a change in a text of 60 words to the painted answer, and
// the part of the engine in it.
//   alignment_live ENGINE CORPUS [VECTORS] [ROUNDS]      CORPUS: texts that the words are taken from; runs offscreen
#include "core/io/corpus/corpus.h"
#include "ui/support/settings.h"
#include "ui/widgets/parameter_form.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace vitrine;

namespace {

constexpr int wordsOfSide = 60;

std::shared_ptr<const Alignment> answerOf(const Page& page) { return page.result().as<Alignment>(); }

/// Keeps the answer with which the main chart of the page was last painted.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(const Page& page)
        : m_page(page)
    {
        page.mainChart()->installEventFilter(this);
    }
    bool shows(const QString& right) const { return painted && painted->right.text == right.toStdString(); }

    std::shared_ptr<const Alignment> painted;

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            painted = answerOf(m_page);
        return false;
    }

private:
    const Page& m_page;
};

QStringList wordsOf(const char* corpus)
{
    QStringList words;
    for (const CorpusRow& row : readCorpus(corpus).rows)
        words += QString::fromStdString(row.text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    words.erase(std::remove_if(words.begin(), words.end(),
                    [](const QString& word) {
                        return !std::all_of(word.begin(), word.end(), [](QChar c) { return c.isLetter(); });
                    }),
        words.end());
    return words;
}

template <typename Done> bool waitFor(Done done, int milliseconds = 60'000)
{
    QElapsedTimer clock;
    clock.start();
    QTimer beat; // wakes the loop below, so that it always ends
    beat.start(100);
    while (!done()) {
        if (clock.elapsed() > milliseconds)
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

void tell(const char* what, std::vector<double> milliseconds)
{
    std::sort(milliseconds.begin(), milliseconds.end());
    const std::size_t n = milliseconds.size();
    std::printf("%s: median %.1f ms, %.1f to %.1f in eight of ten, n = %zu\n", what, milliseconds[n / 2],
        milliseconds[n / 10], milliseconds[n - 1 - n / 10], n);
    std::fflush(stdout);
}

double ownSeconds() { return double(std::clock()) / CLOCKS_PER_SEC; }

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::puts("alignment_live ENGINE CORPUS [VECTORS] [ROUNDS]");
        return 2;
    }
    const QString vectors = QString::fromLocal8Bit(argc > 3 ? argv[3] : "");
    const int rounds = argc > 4 ? std::atoi(argv[4]) : 40;
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    applyTheme(application, ThemeKind::Light);
    const QStringList words = wordsOf(argv[2]);
    const QString left = words.mid(0, wordsOfSide).join(QLatin1Char(' '));
    const QString start = words.mid(wordsOfSide, wordsOfSide - 1).join(QLatin1Char(' '));
    const auto right = [&](int round) { return start + QLatin1Char(' ') + words[2 * wordsOfSide + round]; };

    QTemporaryDir folder;
    Settings settings(folder.path());
    EngineProcess engine({ QString::fromLocal8Bit(argv[1]),
        { QStringLiteral("serve"), QStringLiteral("--device"), QStringLiteral("cpu") } });
    MainWindow window(engine, settings);
    window.resize(1400, 900);
    window.show();
    engine.start();
    if (!waitFor([&] { return engine.greeting() != nullptr && engine.description() != nullptr; }))
        return 1;
    window.workspace().openModel(QStringLiteral("english"), Slot::A);
    if (!waitFor([&] { return window.workspace().card() != nullptr; }))
        return 1;
    window.showPage(QStringLiteral("alignment"));
    Page* page = window.currentPage();
    auto* edit = page->findChild<QPlainTextEdit*>(QStringLiteral("rightText"));
    auto* form = window.findChild<QWidget*>(QStringLiteral("panelOf-alignment"))->findChild<ParameterForm*>();
    form->setValue("vectors", vectors);
    const PaintWatch watch(*page);
    window.showText(left);
    edit->setPlainText(right(-1));
    if (!waitFor([&] { return watch.shows(right(-1)); }))
        return 1;
    std::printf("%zu and %zu words, %zu and %zu without a vector, vectors of %d numbers from %s\n",
        watch.painted->left.tokens.size(), watch.painted->right.tokens.size(), watch.painted->left.unknown.size(),
        watch.painted->right.unknown.size(), watch.painted->vectors.width,
        vectors.isEmpty() ? "the model" : "the file");
    waitFor([] { return false; }, 1500); // other requests that the new text started

    std::vector<double> typed;
    const double before = ownSeconds();
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer clock;
        clock.start();
        edit->setPlainText(right(round));
        if (!waitFor([&] { return watch.shows(right(round)); }))
            return 1;
        typed.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    const double window_ms = 1e3 * (ownSeconds() - before) / rounds;
    tell("changed text to painted answer", typed);

    std::vector<double> asked;
    Request request(engine, QStringLiteral("align"));
    for (int round = 0; round < rounds; ++round) {
        auto values = form->values();
        values["model"] = "english";
        values["left"] = left.toStdString();
        values["right"] = right(round).toStdString();
        bool answered = false;
        QElapsedTimer clock;
        clock.start();
        request.start<Alignment>(
            "align", std::move(values), [&](const std::shared_ptr<const Alignment>&) { answered = true; });
        if (!waitFor([&] { return answered; }))
            return 1;
        asked.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    tell("of it: request to decoded answer", asked);
    std::printf("of it: the window's own work %.1f ms\n", window_ms);
    engine.shutDown();
}
