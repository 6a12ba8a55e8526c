// SPDX-License-Identifier: GPL-3.0-or-later
// Parameters: defaults, ranges, choices, and the sentence for everything else.
#include "core/runtime/error.h"
#include "core/runtime/parameters.h"

#include <QTest>

#include <clocale>

using namespace vitrine;

namespace {

std::vector<ParamSpec> specs()
{
    return {
        { .name = "tolerance",
            .title = "Accuracy",
            .kind = ParamKind::Real,
            .defaultValue = "0.01",
            .help = "",
            .minimum = 1e-9,
            .maximum = 1 },
        { .name = "evaluations",
            .title = "Evaluations",
            .kind = ParamKind::Integer,
            .defaultValue = "50",
            .help = "",
            .minimum = 1 },
        { .name = "baseline",
            .title = "Baseline",
            .kind = ParamKind::Choice,
            .defaultValue = "pad",
            .help = "",
            .choices = { { "pad", "[PAD]" }, { "zero", "zero" } },
            .open = true },
        { .name = "quantity",
            .title = "Quantity",
            .kind = ParamKind::Choice,
            .defaultValue = "logit",
            .help = "",
            .choices = { { "logit", "logit" }, { "margin", "margin" } } },
        { .name = "verbose", .title = "Verbose", .kind = ParamKind::Flag, .defaultValue = "false", .help = "" },
        { .name = "text", .title = "Text", .kind = ParamKind::Text, .defaultValue = "", .help = "" },
    };
}

} // namespace

class TestParameters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaults()
    {
        const Parameters parameters(specs(), {});
        QCOMPARE(parameters.real("tolerance"), 0.01);
        QCOMPARE(parameters.integer("evaluations"), 50LL);
        QCOMPARE(parameters.text("baseline"), std::string("pad"));
        QCOMPARE(parameters.flag("verbose"), false);
    }

    void given()
    {
        const Parameters parameters(specs(),
            { { "tolerance", "1e-5" }, { "baseline", "text:nothing" }, { "verbose", "true" }, { "text", "" } });
        QCOMPARE(parameters.real("tolerance"), 1e-5);
        QCOMPARE(parameters.text("baseline"), std::string("text:nothing"));
        QCOMPARE(parameters.flag("verbose"), true);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no number") << "tolerance" << "much"
                                   << "--tolerance must be a number between 1e-09 and 1, not \"much\".";
        QTest::newRow("decimal comma") << "tolerance" << "0,01"
                                       << "--tolerance must be a number between 1e-09 and 1, not \"0,01\".";
        QTest::newRow("rest") << "tolerance" << "0.1x"
                              << "--tolerance must be a number between 1e-09 and 1, not \"0.1x\".";
        QTest::newRow("nan") << "tolerance" << "nan"
                             << "--tolerance must be a number between 1e-09 and 1, not \"nan\".";
        QTest::newRow("too small") << "tolerance" << "0"
                                   << "--tolerance must be a number between 1e-09 and 1, not \"0\".";
        QTest::newRow("fraction") << "evaluations" << "1.5"
                                  << "--evaluations must be a whole number of at least 1, not \"1.5\".";
        QTest::newRow("overflow")
            << "evaluations" << "99999999999999999999"
            << "--evaluations must be a whole number of at least 1, not \"99999999999999999999\".";
        QTest::newRow("choice") << "quantity" << "log" << "--quantity must be one of logit, margin, not \"log\".";
        QTest::newRow("flag") << "verbose" << "maybe" << "--verbose must be true or false, not \"maybe\".";
        QTest::newRow("unknown") << "tolerence" << "1" << "There is no parameter \"tolerence\" here.";
    }

    void refused()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(QString, sentence);
        try {
            const Parameters parameters(specs(), { { name.toStdString(), value.toStdString() } });
            QFAIL("was accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(refusal.error().code, ErrorCode::BadArgument);
            QCOMPARE(QString::fromStdString(refusal.error().message), sentence);
        }
    }

    void decimalPointWhateverTheLocale()
    {
        const char* const previous = std::setlocale(LC_ALL, "de_DE.UTF-8");
        const Parameters parameters(specs(), { { "tolerance", "0.25" } });
        QCOMPARE(parameters.real("tolerance"), 0.25);
        std::setlocale(LC_ALL, "C");
        if (previous == nullptr)
            QSKIP("the German locale is not installed");
    }

    void kindNamesReadBack()
    {
        for (const auto kind :
            { ParamKind::Choice, ParamKind::Integer, ParamKind::Real, ParamKind::Text, ParamKind::Flag })
            QVERIFY(paramKindFromName(paramKindName(kind)) == kind);
        QVERIFY(!paramKindFromName("colour"));
    }

    void errorNamesReadBack()
    {
        for (const auto code : allErrorCodes())
            QVERIFY(errorCodeFromName(errorCodeName(code)) == code);
        QCOMPARE(allErrorCodes().size(), std::size_t(23));
        QVERIFY(!errorCodeFromName("no-such-code"));
    }

    void exitCodes()
    {
        QCOMPARE(exitCodeFor(ErrorCode::BadArgument), 2);
        QCOMPARE(exitCodeFor(ErrorCode::TruncatedFile), 3);
        QCOMPARE(exitCodeFor(ErrorCode::OutOfMemory), 75);
        QCOMPARE(exitCodeFor(ErrorCode::DeviceLost), 75);
        QCOMPARE(exitCodeFor(ErrorCode::Cancelled), 130);
        QCOMPARE(exitCodeFor(ErrorCode::Internal), 1);
    }
};

QTEST_APPLESS_MAIN(TestParameters)
#include "tst_parameters.moc"
