// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about the text is told beside the text: what was cut, what could not be predicted and why.
#include "ui/window/central_area.h"

#include "ui/pages/page.h"
#include "ui/support/icons.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/plain_text.h"
#include "ui/window/prediction_bar.h"
#include "ui/window/text_field.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine {

namespace {

constexpr int scrollBarWidth = 10; // as the style sheet has it

} // namespace

CentralArea::CentralArea(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_windowBanner(new Banner)
    , m_text(new TextField)
    , m_textBanner(new Banner)
    , m_prediction(new PredictionBar)
    , m_find(new FindBar)
    , m_textPart(new QWidget)
    , m_scroll(new QScrollArea)
    , m_pages(new PageStack)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 14, 8, 0);
    layout->setSpacing(12);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(0, 0, scrollBarWidth, 0);
    top->setSpacing(12);
    auto* textColumn = new QVBoxLayout(m_textPart);
    textColumn->setContentsMargins(0, 0, 0, 0);
    textColumn->setSpacing(12);
    for (auto* widget : std::initializer_list<QWidget*> { m_text, m_textBanner, m_prediction })
        textColumn->addWidget(widget);
    for (auto* widget : std::initializer_list<QWidget*> { m_windowBanner, m_textPart, m_find })
        top->addWidget(widget);
    layout->addLayout(top);
    layout->addWidget(m_scroll, 1);
    m_windowBanner->setObjectName(QStringLiteral("windowBanner"));
    m_textBanner->setObjectName(QStringLiteral("textBanner"));

    auto* inner = new QWidget;
    inner->setProperty("look", QStringLiteral("scrolled"));
    auto* column = new QVBoxLayout(inner);
    column->addWidget(m_pages);
    m_scroll->setWidget(inner);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);

    // The page is as wide as the text above it, with a scroll bar beside it or without.
    column->setContentsMargins(0, 0, scrollBarWidth, 12);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::rangeChanged, column,
        [column](int, int most) { column->setContentsMargins(0, 0, most > 0 ? 0 : scrollBarWidth, 12); });

    auto* edit = m_text->edit();
    connect(edit, &TextEdit::textChanged, this, [this] {
        const auto text = m_text->text();
        if (text == m_workspace.text())
            return;
        m_textBanner->clear();
        m_prediction->setStale(true);
        m_workspace.setText(text);
    });
    connect(edit, &TextEdit::submitted, &m_workspace, &Workspace::run);
    connect(edit, &TextEdit::tooMuch, this, [this](qsizetype given) {
        m_textBanner->showMessage(Banner::Kind::Warning,
            tr("The text has %1 characters; only the first %2 that fit the field were taken, and the model reads fewer "
               "still.")
                .arg(QLocale().toString(qlonglong(given)), QLocale().toString(qlonglong(TextEdit::maxCharacters))));
    });
    connect(&m_workspace, &Workspace::predictionChanged, this, &CentralArea::predictionChanged);
    connect(&m_workspace, &Workspace::predictionFailed, m_textBanner, &Banner::showError);
}

void CentralArea::addPage(Page* page) { m_pages->addWidget(page); }

void CentralArea::showPage(Page* page)
{
    m_textPart->setVisible(page->showsText());
    m_pages->setCurrentWidget(page);
    m_pages->updateGeometry();
}

void CentralArea::showText(const QString& text)
{
    m_text->setText(text);
    m_workspace.setText(m_text->text());
    m_workspace.run();
}

void CentralArea::predictionChanged()
{
    const auto& prediction = m_workspace.prediction();
    m_prediction->setPrediction(prediction);
    if (prediction)
        tellTruncation(*prediction);
}

void CentralArea::tellTruncation(const Prediction& prediction)
{
    const auto& encoding = prediction.encoding;
    if (encoding.truncatedAt || encoding.droppedTokens > 0) {
        m_textBanner->showMessage(Banner::Kind::Warning,
            tr("The model reads only the first %1 tokens; what was left out after them: %2.")
                .arg(QLocale().toString(qulonglong(encoding.size())), QLocale().toString(encoding.droppedTokens)));
    } else if (!prediction.provenance.warnings.empty()) {
        m_textBanner->showWarnings(prediction.provenance.warnings);
    }
}

FindBar::FindBar(QWidget* parent)
    : QFrame(parent)
    , m_line(new QLineEdit)
    , m_note(PlainLabel::make({}, "muted"))
{
    setObjectName(QStringLiteral("findBar"));
    setProperty("look", QStringLiteral("card"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(m_line, 1);
    layout->addWidget(m_note);
    auto* close = new QToolButton;
    close->setIcon(lineIcon(QStringLiteral("close")));
    close->setAccessibleName(tr("Close the search"));
    layout->addWidget(close);
    m_line->setPlaceholderText(tr("Find a token, Enter for the next"));
    m_line->setAccessibleName(tr("Find a token"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_line, &QLineEdit::textEdited, this, [this](const QString& text) { Q_EMIT searched(text, false); });
    connect(m_line, &QLineEdit::returnPressed, this, [this] { Q_EMIT searched(m_line->text(), true); });
    hide();
}

void FindBar::open()
{
    show();
    m_line->selectAll();
    m_line->setFocus(Qt::ShortcutFocusReason);
}

void FindBar::setFound(bool found) { m_note->setText(found || m_line->text().isEmpty() ? QString() : tr("not found")); }

} // namespace vitrine
