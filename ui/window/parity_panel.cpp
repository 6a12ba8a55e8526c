// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/parity_panel.h"

#include "ui/widgets/plain_text.h"
#include "ui/widgets/table.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLocale>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <cmath>

namespace vitrine {

namespace {

/// Writes the file this panel reads. The same lines stand in docs/parity.md.
const char* const script = R"(import json, torch, transformers as hf
t, m = hf.AutoTokenizer.from_pretrained(FOLDER), hf.AutoModelForSequenceClassification.from_pretrained(FOLDER).eval()
encoded = [(text, t(text, truncation=True, return_tensors="pt")) for text in TEXTS]
cases = [{"text": x, "input_ids": e["input_ids"][0].tolist(), "logits": m(**e).logits[0].tolist()} for x, e in encoded]
json.dump({"cases": cases}, open("logits.json", "w")))";

QString number(double value, int digits)
{
    return std::isfinite(value) ? QString::number(value, 'g', digits) : QString();
}

QString list(const std::vector<double>& values)
{
    QStringList texts;
    for (const double value : values)
        texts.append(number(value, 7));
    return texts.join(QStringLiteral("  "));
}

TableData tableOf(const Parity& parity)
{
    TableData table { { ParityPanel::tr("Difference"), ParityPanel::tr("Text"), ParityPanel::tr("Reference"),
                          ParityPanel::tr("Here"), ParityPanel::tr("Note") },
        {} };
    for (const auto& row : parity.rows) {
        auto text = QString::fromStdString(row.text);
        if (row.pair)
            text += QStringLiteral("  |  ") + QString::fromStdString(*row.pair);
        table.rows.push_back({ number(row.difference, 3), text, list(row.expected), list(row.logits),
            QString::fromStdString(row.note) });
    }
    return table;
}

} // namespace

ParityPanel::ParityPanel(
    EngineProcess& engine, FileDialogs dialogs, QString model, const QString& name, QWidget* parent)
    : QDialog(parent)
    , m_dialogs(std::move(dialogs))
    , m_model(std::move(model))
    , m_request(engine, tr("Comparing"))
    , m_verdict(new QFrame)
    , m_sentence(new PlainLabel)
    , m_content(new QStackedWidget)
    , m_table(new SortedTable)
{
    setWindowTitle(tr("Compare with logits computed elsewhere"));
    setObjectName(QStringLiteral("parityPanel"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(PlainLabel::make(isolated(name), "title"));
    auto* verdict = new QVBoxLayout(m_verdict);
    verdict->setContentsMargins(16, 12, 16, 12);
    verdict->addWidget(m_sentence);
    m_sentence->setObjectName(QStringLiteral("paritySentence"));
    m_sentence->setWordWrap(true);
    layout->addWidget(m_verdict);
    m_content->addWidget(makeHelp());
    m_content->addWidget(m_table);
    m_table->setObjectName(QStringLiteral("parityRows"));
    m_table->setAccessibleName(tr("Difference of each text"));
    layout->addWidget(m_content, 1);

    auto* buttons = new QHBoxLayout;
    auto* choose = new QPushButton(tr("Choose file…"));
    choose->setProperty("look", QStringLiteral("primary"));
    auto* close = new QPushButton(tr("Close"));
    buttons->addWidget(choose);
    buttons->addStretch(1);
    buttons->addWidget(close);
    layout->addLayout(buttons);
    connect(choose, &QPushButton::clicked, this, &ParityPanel::choose);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(&m_request, &Request::failed, this,
        [this](const Error& error) { say("bad", isolated(QString::fromStdString(error.message))); });
    say("drop",
        tr("Drop a JSON file of texts with their logits here: every text is predicted again, and the largest "
           "difference of a logit is shown."));
    resize(860, 480);
}

QWidget* ParityPanel::makeHelp()
{
    auto* help = new QWidget;
    auto* layout = new QVBoxLayout(help);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(PlainLabel::make(tr("Five lines of Python that write such a file"), "heading"));
    auto* code = new QPlainTextEdit(QString::fromLatin1(script));
    code->setReadOnly(true);
    code->setLineWrapMode(QPlainTextEdit::NoWrap);
    code->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    code->setAccessibleName(tr("Five lines of Python that write such a file"));
    layout->addWidget(code, 1);
    auto* copy = new QPushButton(tr("Copy these lines"));
    connect(
        copy, &QPushButton::clicked, this, [] { QGuiApplication::clipboard()->setText(QString::fromLatin1(script)); });
    layout->addWidget(copy, 0, Qt::AlignLeft);
    return help;
}

void ParityPanel::choose()
{
    const auto path = m_dialogs.chooseFile(this, tr("Logits to compare with"), {}, tr("JSON (*.json);;All files (*)"));
    if (!path.isEmpty())
        compare(path);
}

void ParityPanel::compare(const QString& path)
{
    say("plain", tr("Comparing with %1…").arg(isolated(QFileInfo(path).fileName())));
    m_request.start<Parity>("parity", { { "model", m_model.toStdString() }, { "reference", path.toStdString() } },
        [this](const std::shared_ptr<const Parity>& parity) { show(*parity); });
}

void ParityPanel::show(const Parity& parity)
{
    const auto compared = tr("%1 of %2 texts of %3 compared")
                              .arg(parity.compared)
                              .arg(parity.rows.size())
                              .arg(isolated(QString::fromStdString(parity.reference)));
    const auto largest = QLocale().toString(parity.largestDifference, 'g', 2);
    const auto allowed = QLocale().toString(parity.tolerance, 'g', 2);
    if (parity.compared == 0)
        say("bad", tr("Nothing could be compared: %1.").arg(compared));
    else if (parity.passed)
        say("good",
            tr("The same model: the largest difference of a logit is %1 (allowed %2); %3.")
                .arg(largest, allowed, compared));
    else
        say(parity.beyond > 0 ? "bad" : "warn",
            tr("Not the same everywhere: the largest difference of a logit is %1 (allowed %2), %3 texts beyond; %4.")
                .arg(largest, allowed)
                .arg(parity.beyond)
                .arg(compared));
    m_table->setTable(tableOf(parity));
    m_content->setCurrentWidget(m_table);
}

void ParityPanel::say(const char* look, const QString& sentence)
{
    setLook(m_verdict, look);
    m_sentence->setText(sentence);
}

void ParityPanel::dragEnterEvent(QDragEnterEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void ParityPanel::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    compare(event->mimeData()->urls().first().toLocalFile());
}

} // namespace vitrine
