// SPDX-License-Identifier: GPL-3.0-or-later
// More than a hundred thousand lines of real text through tokenizers of every kind, and what must hold for each.
#include "tests/fuzz/check_encoding.h"
#include "tests/text/tokenizer_files.h"

#include <QDirIterator>
#include <QTest>

#include <vector>

using namespace vitrine;

namespace {

/// All lines of all files of the data sets, whatever their format: names, labels and markup are text too.
std::vector<std::string> allLines()
{
    std::vector<std::string> lines;
    QStringList paths;
    for (QDirIterator files(QStringLiteral(VITRINE_DATA), QDir::Files, QDirIterator::Subdirectories); files.hasNext();)
        paths << files.next();
    paths.sort();
    for (const QString& path : paths) {
        std::ifstream file(path.toStdString(), std::ios::binary);
        for (std::string line; std::getline(file, line);)
            lines.push_back(line);
    }
    return lines;
}

std::vector<const char*> allFolders()
{
    std::vector<const char*> folders { "models/bert", "models/bert-zh", "models/distilbert", "models/electra",
        "models/openai-gpt", "models/roberta", "models/gpt2", "models/albert", "models/xlm-roberta",
        "models/deberta-v2" };
    if (hasTrainedModels())
        folders.insert(folders.end(), { "real/minilm-sst2", "real/bert-char-zh", "real/gpt2-char-zh" });
    return folders;
}

std::string familyOf(const std::string& folder)
{
    return referenceJson(folder + "/config.json").value("model_type", "bert");
}

} // namespace

class TestCorpusLines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_lines = allLines();
        if (m_lines.empty())
            QSKIP("The data sets are not there (VITRINE_DATA).");
        QVERIFY2(m_lines.size() >= 100'000, qPrintable(QString::number(m_lines.size())));
    }

    void everyLine_data()
    {
        QTest::addColumn<std::size_t>("share");
        const auto folders = allFolders();
        for (std::size_t share = 0; share < folders.size(); ++share)
            QTest::newRow(folders[share]) << share;
    }
    void everyLine()
    {
        QFETCH(std::size_t, share);
        const auto folders = allFolders();
        const auto tokenizer = makeTokenizer(referenceTokenizerFiles(folders[share]), familyOf(folders[share]));
        std::size_t lines = 0;
        // One line in so many, so that every tokenizer meets all kinds of text and every line is read once.
        for (std::size_t i = share; i < m_lines.size(); i += folders.size(), ++lines) {
            checkEncoding(*tokenizer, m_lines[i], { .maxTokens = 1 << 20 });
            checkEncoding(*tokenizer, m_lines[i], { .maxTokens = 16, .specialTokensAsText = true });
        }
        m_read += lines;
        QVERIFY(lines > 0);
    }

    void cleanupTestCase() { qInfo("%zu of %zu lines", m_read, m_lines.size()); }

private:
    std::vector<std::string> m_lines;
    std::size_t m_read = 0;
};

QTEST_GUILESS_MAIN(TestCorpusLines)
#include "tst_corpus_lines.moc"
