// SPDX-License-Identifier: GPL-3.0-or-later
// check_layers: no room reaches where it may not; and the check itself fails when a layer is broken.
#include "tests/house/layers.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;

class TestLayers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTreeKeepsItsDirections()
    {
        const QStringList found = layerViolations(VITRINE_SOURCE_DIR);
        QVERIFY2(found.isEmpty(), qPrintable('\n' + found.join('\n')));
    }

    void brokenLayerIsFound_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("torch in the window") << "ui/pages/x.cpp" << "#include <torch/types.h>" << false;
        QTest::newRow("ATen in io") << "core/io/files/x.cpp" << "  #  include <ATen/ATen.h>" << false;
        QTest::newRow("ATen in a transport solver")
            << "core/transport/simplex.cpp" << "#include <ATen/core/Tensor.h>" << false;
        QTest::newRow("ATen in bags of words") << "core/words/word_bag.cpp" << "#include <ATen/core/Tensor.h>" << false;
        QTest::newRow("ATen in the configuration")
            << "core/models/config/x.cpp" << "#include <ATen/core/Tensor.h>" << false;
        QTest::newRow("torch.h anywhere") << "core/models/x.h" << "#include <torch/torch.h>" << false;
        QTest::newRow("Qt in core") << "core/text/x.cpp" << "#include <QString>" << false;
        QTest::newRow("Qt in the engine") << "app/engine/x.cpp" << "#include <QtCore>" << false;
        QTest::newRow("io in the window") << "ui/support/x.cpp" << "#include \"core/io/files/sha256.h\"" << false;
        QTest::newRow("the window in core") << "core/service/x.cpp" << "#include \"ui/support/selection.h\"" << false;
        QTest::newRow("maps in attribution")
            << "core/attribution/x.cpp" << "#include \"core/maps/attention_maps.h\"" << false;
        QTest::newRow("models in io") << "core/io/x.cpp" << "#include \"core/models/layers/model.h\"" << false;
        QTest::newRow("words in transport") << "core/transport/x.cpp" << "#include \"core/words/word_bag.h\"" << false;
        QTest::newRow("a chart in a widget") << "ui/widgets/x.cpp" << "#include \"ui/charts/chart.h\"" << false;
        QTest::newRow("a document in a widget")
            << "ui/widgets/x.cpp" << "#include \"core/results/attribution.h\"" << false;
        QTest::newRow("the engine in a widget") << "ui/widgets/x.cpp" << "#include \"ui/engine/request.h\"" << false;
        QTest::newRow("the engine in a chart") << "ui/charts/x.cpp" << "#include \"ui/engine/request.h\"" << false;
        QTest::newRow("a page in a chart") << "ui/charts/x.cpp" << "#include \"ui/pages/page.h\"" << false;
        QTest::newRow("the window in a page")
            << "ui/pages/explain/x.cpp" << "#include \"ui/window/actions.h\"" << false;
        QTest::newRow("a page in the window")
            << "ui/window/x.cpp" << "#include \"ui/pages/explain/explain_page.h\"" << false;
        QTest::newRow("a widget in support") << "ui/support/x.cpp" << "#include \"ui/widgets/banner.h\"" << false;
        QTest::newRow("another page") << "ui/pages/explain/x.cpp" << "#include \"ui/pages/attention/attention_page.h\""
                                      << false;
        QTest::newRow("a path from its own folder") << "core/io/files/x.cpp" << "#include \"sha256.h\"" << false;
        QTest::newRow("a path that goes up") << "core/io/files/x.cpp" << "#include \"../json/json_guard.h\"" << false;
        QTest::newRow("a file in no room") << "core/x.cpp" << "" << false;
        QTest::newRow("a file in no room of the window") << "ui/x.cpp" << "" << false;
        QTest::newRow("ATen in models") << "core/models/x.cpp" << "#include <ATen/ATen.h>" << true;
        QTest::newRow("ATen in Sinkhorn") << "core/transport/sinkhorn.cpp" << "#include <ATen/core/Tensor.h>" << true;
        QTest::newRow("results in a chart") << "ui/charts/x.cpp" << "#include \"core/results/codec.h\"" << true;
        QTest::newRow("Qt in the window") << "ui/charts/x.cpp" << "#include <QWidget>" << true;
        QTest::newRow("the base of pages in the window") << "ui/window/x.cpp" << "#include \"ui/pages/page.h\"" << true;
        QTest::newRow("models in attribution")
            << "core/attribution/x.cpp" << "#include \"core/models/layers/model.h\"" << true;
    }

    void brokenLayerIsFound()
    {
        QFETCH(QString, file);
        QFETCH(QString, line);
        QFETCH(bool, allowed);
        const QTemporaryDir root;
        QVERIFY(QDir(root.path()).mkpath(QFileInfo(file).path()));
        QFile source(root.filePath(file));
        QVERIFY(source.open(QIODevice::WriteOnly));
        source.write(line.toUtf8() + '\n');
        source.close();
        const QStringList found = layerViolations(root.path());
        QCOMPARE(found.size(), allowed ? 0 : 1);
        if (!allowed)
            QVERIFY2(found.first().startsWith(file), qPrintable(found.first()));
    }

    void circlesOfFoldersAreFound_data()
    {
        QTest::addColumn<QStringList>("files"); // "path includes path"
        QTest::addColumn<bool>("allowed");
        QTest::newRow("two folders of a room")
            << QStringList { "core/io/a/x.h core/io/b/y.h", "core/io/b/z.h core/io/a/x.h" } << false;
        QTest::newRow("three") << QStringList { "ui/charts/a/x.h ui/charts/b/x.h", "ui/charts/b/x.h ui/charts/c/x.h",
            "ui/charts/c/x.h ui/charts/a/y.h" }
                               << false;
        QTest::newRow("a folder and the one above")
            << QStringList { "core/text/a/x.h core/text/y.h", "core/text/y.h core/text/a/x.h" } << false;
        QTest::newRow("one way") << QStringList { "core/io/a/x.h core/io/b/y.h", "core/io/a/y.h core/io/b/y.h" }
                                 << true;
        QTest::newRow("a table of what is below it")
            << QStringList { "ui/charts/a/x.h ui/charts/chart.h", "ui/charts/chart_registry.cpp ui/charts/a/x.h" }
            << true;
    }

    void circlesOfFoldersAreFound()
    {
        QFETCH(QStringList, files);
        QFETCH(bool, allowed);
        const QTemporaryDir root;
        for (const QString& line : files) {
            const QString path = line.section(' ', 0, 0);
            QVERIFY(QDir(root.path()).mkpath(QFileInfo(path).path()));
            QFile source(root.filePath(path));
            QVERIFY(source.open(QIODevice::WriteOnly));
            source.write("#include \"" + line.section(' ', 1).toUtf8() + "\"\n");
        }
        const QStringList found = layerViolations(root.path());
        QCOMPARE(found.size(), allowed ? 0 : 1);
        if (!allowed)
            QVERIFY2(found.first().startsWith("folders in a circle"), qPrintable(found.first()));
    }
};

QTEST_APPLESS_MAIN(TestLayers)
#include "tst_layers.moc"
