// SPDX-License-Identifier: GPL-3.0-or-later
// docs/documents.md and docs/pipe.md against the code: what the program answers and takes stands there, and nothing
// else does.
#include "core/attribution/attribution.h"
#include "core/service/dispatcher.h"
#include "tests/results/described_structs.h"

#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace vitrine;

namespace {

QString page(const char* name)
{
    QFile file(QStringLiteral(VITRINE_SOURCE_DIR "/docs/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// Everything that stands between backticks, word by word: `a.b` counts as a and b.
QSet<QString> namesIn(const QString& text)
{
    static const QRegularExpression quoted(QStringLiteral("`([^`\\n]+)`"));
    static const QRegularExpression word(QStringLiteral("[A-Za-z0-9][A-Za-z0-9_-]*"));
    QSet<QString> names;
    for (auto matches = quoted.globalMatch(text); matches.hasNext();) {
        const QString inside = matches.next().captured(1);
        for (auto words = word.globalMatch(inside); words.hasNext();)
            names.insert(words.next().captured());
    }
    return names;
}

// The names of each section, by the words of its heading.
QMap<QString, QSet<QString>> sectionsOf(const QString& text)
{
    QMap<QString, QSet<QString>> sections;
    for (const QString& part : text.split(QStringLiteral("\n## ")).mid(1)) {
        const auto end = part.indexOf('\n');
        const auto names = namesIn(part.mid(end));
        static const QRegularExpression word(QStringLiteral("[A-Za-z-]+"));
        for (auto words = word.globalMatch(part.left(end)); words.hasNext();)
            sections[words.next().captured()] += names;
    }
    return sections;
}

// The cells of the rows whose first cell is one name in backticks.
QMap<QString, QStringList> requestRows(const QString& text)
{
    QMap<QString, QStringList> rows;
    static const QRegularExpression name(QStringLiteral("^\\| `([a-z]+)` \\|"));
    const auto table = text.mid(text.indexOf(QStringLiteral("| method | params | result |")));
    for (const QString& line : table.split('\n')) {
        if (const auto match = name.match(line); match.hasMatch())
            rows[match.captured(1)] = line.split(QStringLiteral(" | "));
    }
    return rows;
}

QString joined(QStringList names)
{
    names.sort();
    return names.join(' ');
}

} // namespace

class TestDocumentation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyDocumentAndFieldIsExplained()
    {
        const QString text = page("documents.md");
        QVERIFY(!text.isEmpty());
        const auto sections = sectionsOf(text);
        const auto everywhere = namesIn(text);

        // A struct that only one document has is explained in that document's section; a shared one once, anywhere.
        QMap<std::type_index, int> uses;
        Documents::forEach([&]<Document T>() {
            for (const auto& one : structsOf<T>())
                ++uses[one.type];
        });
        QStringList missing;
        Documents::forEach([&]<Document T>() {
            const QString kind = QString::fromLatin1(T::kind);
            if (kind.isEmpty())
                return; // an empty object
            if (!sections.contains(kind)) {
                missing += "section " + kind;
                return;
            }
            const auto structs = structsOf<T>();
            for (std::size_t i = 0; i < structs.size(); ++i) {
                const bool isOwn = i == 0 || uses[structs[i].type] == 1;
                const auto& names = isOwn ? sections[kind] : everywhere;
                for (const auto& field : structs[i].names) {
                    if (!names.contains(QString::fromStdString(field)))
                        missing += kind + ": " + QString::fromStdString(field);
                }
            }
        });
        missing.removeDuplicates();
        QCOMPARE(missing.join(QStringLiteral(", ")), QString());
    }

    void everyErrorCodeIsListed()
    {
        const auto names = sectionsOf(page("documents.md")).value(QStringLiteral("refusal"));
        for (int code = 0; code <= int(ErrorCode::Internal); ++code) {
            const auto written = errorCodeName(ErrorCode(code));
            const auto name = QString::fromUtf8(written.data(), qsizetype(written.size()));
            QVERIFY2(names.contains(name), qPrintable(name));
        }
    }

    void everyRequestIsInTheTable()
    {
        const auto rows = requestRows(page("pipe.md"));
        QStringList there;
        for (const auto& handler : handlers())
            there += QString::fromStdString(handler.description.id);
        QCOMPARE(joined(rows.keys()), joined(there));
    }

    void everyParameterStandsBesideItsRequest()
    {
        const auto rows = requestRows(page("pipe.md"));
        QSet<QString> kinds;
        Documents::forEach([&]<Document T>() { kinds.insert(QString::fromLatin1(T::kind)); });
        for (const auto& handler : handlers()) {
            const auto cells = rows.value(QString::fromStdString(handler.description.id));
            QCOMPARE(cells.size(), 3);
            QSet<QString> wanted;
            for (const auto& spec : handler.description.parameters)
                wanted.insert(QString::fromStdString(spec.name));
            if (handler.takesMethodValues) {
                wanted.insert(QStringLiteral("parameters"));
                for (const auto& method : attributionMethods()) {
                    for (const auto& spec : method.parameters)
                        wanted.insert(QString::fromStdString(spec.name));
                }
            }
            const auto id = QString::fromStdString(handler.description.id) + ": ";
            QCOMPARE(id + joined(namesIn(cells[1]).values()), id + joined(wanted.values()));
            const auto answer = namesIn(cells[2]);
            QVERIFY2(answer.isEmpty() ? cells[2].startsWith(QStringLiteral("`{}`")) : answer.size() == 1,
                qPrintable(cells[2]));
            QVERIFY2(kinds.contains(answer.isEmpty() ? QString() : *answer.begin()), qPrintable(cells[2]));
        }
    }
};

QTEST_APPLESS_MAIN(TestDocumentation)
#include "tst_documentation.moc"
