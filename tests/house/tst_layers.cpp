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
        QTest::newRow("ATen in io") << "core/io/x.cpp" << "  #  include <ATen/ATen.h>" << false;
        QTest::newRow("torch.h anywhere") << "core/models/x.h" << "#include <torch/torch.h>" << false;
        QTest::newRow("Qt in core") << "core/text/x.cpp" << "#include <QString>" << false;
        QTest::newRow("Qt in the engine") << "app/engine/x.cpp" << "#include <QtCore>" << false;
        QTest::newRow("io in the window") << "ui/x.cpp" << "#include \"core/io/safetensors.h\"" << false;
        QTest::newRow("the window in core") << "core/service/x.cpp" << "#include \"ui/selection.h\"" << false;
        QTest::newRow("maps in attribution") << "core/attribution/x.cpp" << "#include \"core/maps/attention_maps.h\"" << false;
        QTest::newRow("models in io") << "core/io/x.cpp" << "#include \"core/models/model.h\"" << false;
        QTest::newRow("a file in no room") << "core/x.cpp" << "" << false;
        QTest::newRow("ATen in models") << "core/models/x.cpp" << "#include <ATen/ATen.h>" << true;
        QTest::newRow("results in the window") << "ui/charts/x.cpp" << "#include \"core/results/codec.h\"" << true;
        QTest::newRow("Qt in the window") << "ui/charts/x.cpp" << "#include <QWidget>" << true;
        QTest::newRow("models in attribution") << "core/attribution/x.cpp" << "#include \"core/models/model.h\"" << true;
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
};

QTEST_APPLESS_MAIN(TestLayers)
#include "tst_layers.moc"
