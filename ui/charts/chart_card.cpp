// SPDX-License-Identifier: GPL-3.0-or-later
// Paints its own card, so that it looks the same inside any page.
#include "ui/charts/chart_card.h"

#include "ui/charts/figure_export.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QToolButton>

namespace vitrine {

namespace {

QString tabbed(const TableData& table)
{
    QString text = table.header.join(QLatin1Char('\t')) + QLatin1Char('\n');
    for (const QStringList& row : table.rows)
        text += row.join(QLatin1Char('\t')) + QLatin1Char('\n');
    return text;
}

} // namespace

ChartCard::ChartCard(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(title, this))
    , m_note(new PlainLabel({}, this))
    , m_more(new QToolButton(this))
    , m_menu(new QMenu(this))
    , m_layout(new QVBoxLayout(this))
{
    m_title->setTextFormat(Qt::PlainText);
    m_title->setObjectName(QStringLiteral("cardTitle"));
    m_note->setElided(true);
    m_note->setObjectName(QStringLiteral("cardNote"));
    m_note->setMinimumWidth(0);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_more->setObjectName(QStringLiteral("cardMenu"));
    m_more->setText(QStringLiteral("⋯"));
    m_more->setToolTip(tr("Copy, export, show as table"));
    m_more->setAccessibleName(tr("More for %1").arg(title));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setAutoRaise(true);
    m_more->setMenu(m_menu);
    m_more->setFixedSize(28, 24);
    m_more->hide();
    connect(m_menu, &QMenu::aboutToShow, this, &ChartCard::fillMenu);

    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_title);
    top->addWidget(m_note, 1);
    top->addWidget(m_more);
    m_layout->setContentsMargins(16, 12, 16, 16);
    m_layout->setSpacing(8);
    m_layout->addLayout(top);
    applyLook();
}

void ChartCard::setTitle(const QString& title)
{
    m_title->setText(title);
    m_more->setAccessibleName(tr("More for %1").arg(title));
}

QString ChartCard::title() const { return m_title->text(); }
void ChartCard::setNote(const QString& note) { m_note->setText(note); }

void ChartCard::setContent(QWidget* content, Chart* chart)
{
    delete m_content;
    m_content = content;
    m_chart = chart ? chart : qobject_cast<Chart*>(content);
    if (content)
        m_layout->addWidget(content, 1);
    m_more->setVisible(m_chart != nullptr);
    fillMenu(); // filled now too, so that its actions are found without opening it
}

void ChartCard::fillMenu()
{
    m_menu->clear();
    if (!m_chart)
        return;
    if (!m_chart->actions().isEmpty()) {
        m_menu->addActions(m_chart->actions());
        m_menu->addSeparator();
    }
    const auto add = [this](const QString& text, const QString& name, auto&& slot) {
        QAction* action = m_menu->addAction(text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, slot);
    };
    add(tr("Copy &image"), QStringLiteral("copyImage"), [this] { copyImage(); });
    add(tr("Copy &numbers"), QStringLiteral("copyNumbers"), [this] { copyNumbers(); });
    add(tr("&Export figure…"), QStringLiteral("exportFigure"), [this] { Q_EMIT exportRequested(m_chart); });
    m_menu->addSeparator();
    add(tr("Show as &table"), QStringLiteral("showTable"), [this] { showTable(); });
}

void ChartCard::copyImage()
{
    if (!m_chart)
        return;
    const FigurePage page { title(), QString(), { { m_chart, QString(), QString(), 0, 1 } } };
    const double width = qBound(320, m_chart->width() + 32, 2000);
    QGuiApplication::clipboard()->setImage(figureImage(page, width, 2, currentTheme()));
}

void ChartCard::copyNumbers()
{
    if (m_chart)
        QGuiApplication::clipboard()->setText(tabbed(m_chart->table()));
}

void ChartCard::showTable()
{
    if (m_chart)
        (new TableDialog(title(), m_chart->table(), window()))->show();
}

void ChartCard::applyLook()
{
    const Theme& theme = currentTheme();
    m_title->setFont(textFont(TextRole::Title));
    m_note->setFont(textFont(TextRole::Small));
    const auto colour = [](QWidget* widget, const QColor& text) {
        QPalette palette = widget->palette();
        if (palette.color(QPalette::WindowText) == text)
            return;
        palette.setColor(QPalette::WindowText, text);
        widget->setPalette(palette);
    };
    colour(m_title, theme.text);
    colour(m_note, theme.textMuted);
}

void ChartCard::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

void ChartCard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        applyLook();
    QWidget::changeEvent(event);
}

} // namespace vitrine
