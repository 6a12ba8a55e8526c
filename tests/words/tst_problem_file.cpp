// SPDX-License-Identifier: GPL-3.0-or-later
// Bare transport problems from files: what is read, what is refused, and how much memory that takes.
#include "core/words/problem_file.h"
#include "tests/io/refusal_of.h"
#include "tests/support/limits.h"

#include <QTest>

using namespace vitrine;

namespace {

ProblemNumbers read(const QByteArray& json)
{
    return readProblem({ json.constData(), std::size_t(json.size()) }, "p.json");
}

} // namespace

class TestProblemFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsInAnyOrder()
    {
        const ProblemNumbers numbers = read(
            R"({"cost": [[0, 2.5, -1], [1e3, 1, 0]], "about": {"cost": [["x"]], "left_mass": 7}, "right_mass": [0.25, 0.5, 0.25],
                "left_mass": [1, 3]})");
        QCOMPARE(numbers.left, (std::vector<double> { 1, 3 }));
        QCOMPARE(numbers.right, (std::vector<double> { 0.25, 0.5, 0.25 }));
        QCOMPARE(numbers.cost, (std::vector<double> { 0, 2.5, -1, 1000, 1, 0 }));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* json, const char* sentence) {
            QTest::newRow(name) << QByteArray(json)
                                << QString("malformed-file: p.json: ") + sentence + "; mend it and try again";
        };
        row("no cost", R"({"left_mass":[1],"right_mass":[1]})", "cost is missing");
        row("no left", R"({"right_mass":[1],"cost":[[1]]})", "left_mass is missing");
        row("too few rows", R"({"left_mass":[1,1],"right_mass":[1],"cost":[[1]]})",
            "cost must have one row for each of the 2 left masses, has 1");
        row("short row", R"({"left_mass":[1,1],"right_mass":[1,1],"cost":[[1,2],[3]]})",
            "cost[1] must have one number for each of the 2 right masses");
        row("long first row", R"({"left_mass":[1,1],"right_mass":[1,1],"cost":[[1,2,3],[3,4]]})",
            "cost[0] must have one number for each of the 2 right masses");
        row("a text", R"({"left_mass":["1"]})", "line 1, column 17: left_mass[0] must be a number, is something else");
        row("no list", R"({"left_mass":1})", "line 1, column 15: left_mass must be a list, is something else");
        row("flat costs", R"({"cost":[1]})", "line 1, column 11: cost[0] must be a list, is something else");
        row("deep costs", R"({"cost":[[[1]]]})", "line 1, column 11: cost[0][0] must be a number, is a list");
        row("an object", R"({"cost":{}})", "line 1, column 9: cost must be a list, is an object");
        row("a list", "[1]",
            "line 1, column 1: the document must be an object with left_mass, right_mass and cost, is a list");
    }

    void refuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, sentence);
        QCOMPARE(refusalOf([&] { read(json); }), sentence);
    }

    void aMatrixOfDigits() // 12 MB: a document of them takes 17 times the file
    {
        constexpr int size = 2400;
        const auto list = [](const QByteArray& item) { return '[' + (item + ',').repeated(size - 1) + item + ']'; };
        const QByteArray masses = list("1");
        const QByteArray json
            = "{\"left_mass\":" + masses + ",\"right_mass\":" + masses + ",\"cost\":" + list(list("7")) + '}';
        std::size_t costs = 0;
        double time = 0;
        const auto grown = peakGrowth([&] { time = seconds([&] { costs = read(json).cost.size(); }); });
        qInfo("%.1f times the file, %.2f s", double(grown) / double(json.size()), time);
        QCOMPARE(costs, std::size_t(size * size));
        QVERIFY2(grown < 5 * json.size(), qPrintable(QString::number(grown)));
        QVERIFY(time < 20);
        CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(
            readProblem({ json.constData(), std::size_t(json.size()) }, "p", Progress(token, {})), Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestProblemFile)
#include "tst_problem_file.moc"
