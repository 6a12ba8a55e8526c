// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as files: exact sizes, whole files, numbers beside them, and nothing lost when a disk is full.
#include "tests/charts/sample_results.h"

#include "core/results/codec.h"
#include "ui/charts/figures.h"
#include "ui/support/atomic_write.h"

#include <QImage>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <cmath>
#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace vitrine;

class TestFigureExport : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }

    static QByteArray read(const QString& name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static void write(const QString& name, const QByteArray& bytes)
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    static AnyResult resultOf(const FigureEntry& figure, const char* name = "chinese")
    {
        return samples::resultFor(samples::find(QLatin1String(name)), figure.needs);
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::Light);
        QVERIFY(m_folder.isValid());
    }

    void everyFigureInEveryFormat_data()
    {
        QTest::addColumn<QString>("figure");
        QTest::addColumn<QString>("suffix");
        for (const FigureEntry& figure : figureRegistry()) {
            for (const char* suffix : { "png", "svg", "pdf" })
                QTest::addRow("%s, %s", qPrintable(figure.id), suffix) << figure.id << QString::fromLatin1(suffix);
        }
    }

    void everyFigureInEveryFormat()
    {
        QFETCH(QString, figure);
        QFETCH(QString, suffix);
        FigureOptions options;
        options.figure = figure;
        options.dpi = 96;
        const QString name = path(figure + QLatin1Char('.') + suffix);
        const auto written = exportFigure(resultOf(*findFigure(figure)), options, name);
        QVERIFY2(written, written.error().message.c_str());
        const QByteArray bytes = read(name);
        if (suffix == QLatin1String("png"))
            QVERIFY(bytes.startsWith("\x89PNG") && bytes.right(8).startsWith("IEND"));
        else if (suffix == QLatin1String("svg"))
            QVERIFY(bytes.trimmed().endsWith("</svg>"));
        else
            QVERIFY(bytes.startsWith("%PDF") && bytes.trimmed().endsWith("%%EOF"));
    }

    void pngHasTheSizeAskedFor_data()
    {
        QTest::addColumn<double>("width");
        QTest::addColumn<int>("dpi");
        QTest::newRow("one column") << 85.0 << 300;
        QTest::newRow("two columns") << 180.0 << 300;
        QTest::newRow("screen") << 120.5 << 96;
        QTest::newRow("fine") << 60.0 << 600;
    }

    void pngHasTheSizeAskedFor()
    {
        QFETCH(double, width);
        QFETCH(int, dpi);
        FigureOptions options;
        options.widthMm = width;
        options.dpi = dpi;
        const QString name = path(QStringLiteral("size.png"));
        QVERIFY(exportFigure(samples::find(QStringLiteral("chinese")).attribution, options, name));
        const QImage image(name);
        QCOMPARE(image.width(), int(std::lround(width * dpi / 25.4)));
        QCOMPARE(image.dotsPerMeterX(), int(std::lround(dpi / 0.0254)));
    }

    void svgTextStaysText()
    {
        const QString name = path(QStringLiteral("text.svg"));
        QVERIFY(exportFigure(samples::find(QStringLiteral("chinese")).attribution, {}, name));
        QXmlStreamReader xml(read(name));
        QString texts;
        while (!xml.atEnd()) {
            if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("text"))
                texts += xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(texts.contains(QStringLiteral("黑")));
        QVERIFY(texts.contains(QStringLiteral("0123456789ab")));
    }

    void pdfEmbedsItsFonts()
    {
        const QString name = path(QStringLiteral("fonts.pdf"));
        QVERIFY(exportFigure(samples::find(QStringLiteral("chinese")).attribution, {}, name));
        QVERIFY(read(name).contains("/FontFile"));
    }

    void figuresAreWholeNotTheViewport()
    {
        FigureOptions options;
        options.dpi = 72;
        const QString name = path(QStringLiteral("long.png"));
        QVERIFY(exportFigure(samples::find(QStringLiteral("many")).attribution, options, name));
        QVERIFY(QImage(name).height() > 3000);
    }

    void sidecarsHoldTheNumbers()
    {
        FigureOptions options;
        options.figure = QStringLiteral("page");
        QVERIFY(
            exportFigure(samples::find(QStringLiteral("pair")).attribution, options, path(QStringLiteral("page.png"))));
        const auto json = nlohmann::json::parse(read(path(QStringLiteral("page.json"))).toStdString(), nullptr, false);
        const auto document = decode<Attribution>(json);
        QVERIFY2(document, document ? "" : document.error().message.c_str());
        QCOMPARE(document->scores, samples::find(QStringLiteral("pair")).attribution->scores);
        const QByteArray csv = read(path(QStringLiteral("page.csv")));
        QCOMPARE(csv.count("\r\n"), samples::find(QStringLiteral("pair")).attribution->scores.size() + 1);
        QVERIFY(read(path(QStringLiteral("page.path.csv"))).startsWith("alpha,value\r\n"));
    }

    void csvFollowsTheStandard()
    {
        const QByteArray csv = toCsv({ { QStringLiteral("a"), QStringLiteral("b") },
            { { QStringLiteral("x,\"y\""), QStringLiteral("line\nbreak") }, { QString(), QStringLiteral("1.5") } } });
        QCOMPARE(csv, QByteArray("a,b\r\n\"x,\"\"y\"\"\",\"line\nbreak\"\r\n,1.5\r\n"));
    }

    void numbersIgnoreTheLocale()
    {
        const QLocale before;
        QLocale::setDefault(QLocale(QLocale::German));
        const QString name = path(QStringLiteral("german.png"));
        QVERIFY(exportFigure(samples::find(QStringLiteral("one")).attribution, {}, name));
        QLocale::setDefault(before);
        QVERIFY(read(path(QStringLiteral("german.csv"))).contains(",0.012,"));
    }

    void refusalsSayWhatToDo_data()
    {
        QTest::addColumn<QString>("figure");
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("width");
        QTest::addColumn<int>("dpi");
        QTest::addColumn<QString>("words");
        QTest::newRow("figure") << "nothing" << "a.png" << 180.0 << 300 << "choose one of";
        QTest::newRow("other result") << "attention" << "a.png" << 180.0 << 300 << "choose another figure";
        QTest::newRow("ending") << "heat-map" << "a.gif" << 180.0 << 300 << ".png, .svg or .pdf";
        QTest::newRow("narrow") << "heat-map" << "a.png" << 1.0 << 300 << "20 to 1200 mm";
        QTest::newRow("not a number") << "heat-map" << "a.png" << std::nan("") << 300 << "20 to 1200 mm";
        QTest::newRow("dots") << "heat-map" << "a.png" << 180.0 << 9000 << "36 to 2400";
    }

    void refusalsSayWhatToDo()
    {
        QFETCH(QString, figure);
        QFETCH(QString, name);
        QFETCH(double, width);
        QFETCH(int, dpi);
        QFETCH(QString, words);
        FigureOptions options;
        options.figure = figure;
        options.widthMm = width;
        options.dpi = dpi;
        const auto written = exportFigure(
            samples::find(QStringLiteral("one")).attribution, options, path(QStringLiteral("refused-") + name));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::BadArgument);
        QVERIFY2(QString::fromStdString(written.error().message).contains(words), written.error().message.c_str());
        QVERIFY(!QFile::exists(path(QStringLiteral("refused-") + name)));
    }

    void fullDiskKeepsTheOldFile_data()
    {
        QTest::addColumn<int>("limit");
        QTest::newRow("nothing fits") << 0;
        QTest::newRow("half fits") << 150'000;
        QTest::newRow("all but one byte") << 299'999;
    }

    void fullDiskKeepsTheOldFile()
    {
        QFETCH(int, limit);
        const QString name = path(QStringLiteral("full.bin"));
        write(name, "good old bytes");
        rlimit before {};
        getrlimit(RLIMIT_FSIZE, &before);
        const auto signalBefore = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small { rlim_t(limit), before.rlim_max };
        setrlimit(RLIMIT_FSIZE, &small);
        const auto written = atomicWrite(name, QByteArray(300'000, 'x'));
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, signalBefore);
        QVERIFY(!written);
        QVERIFY2(QString::fromStdString(written.error().message).contains(QLatin1String("save it elsewhere")),
            written.error().message.c_str());
        QCOMPARE(read(name), QByteArray("good old bytes"));
        QCOMPARE(
            QDir(m_folder.path()).entryList({ QStringLiteral("full.bin*") }, QDir::Files | QDir::Hidden).size(), 1);
    }

    void enoughDiskReplacesTheOldFile()
    {
        const QString name = path(QStringLiteral("replaced.bin"));
        write(name, "old");
        QVERIFY(atomicWrite(name, QByteArray(300'000, 'x')));
        QCOMPARE(read(name).size(), 300'000);
    }

    void readOnlyFolderKeepsTheOldFile()
    {
        if (geteuid() == 0)
            QSKIP("the administrator may write into read-only folders");
        const QString folder = path(QStringLiteral("locked"));
        QVERIFY(QDir().mkdir(folder));
        write(folder + QStringLiteral("/figure.png"), "old");
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner);
        const auto written = exportFigure(
            samples::find(QStringLiteral("one")).attribution, {}, folder + QStringLiteral("/figure.png"));
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(!written);
        QCOMPARE(read(folder + QStringLiteral("/figure.png")), QByteArray("old"));
    }

    void missingFolderIsNamed()
    {
        const auto written = exportFigure(
            samples::find(QStringLiteral("one")).attribution, {}, path(QStringLiteral("nowhere/figure.png")));
        QVERIFY(!written);
        QVERIFY(QString::fromStdString(written.error().message).contains(QLatin1String("nowhere")));
    }
};

QTEST_MAIN(TestFigureExport)
#include "tst_figure_export.moc"

#include <nlohmann/json.hpp>
