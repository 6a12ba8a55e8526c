// SPDX-License-Identifier: GPL-3.0-or-later
// Messages quote foreign text, so they are plain text here and everywhere.
#include "ui/widgets/banner.h"

#include "ui/support/icons.h"
#include "ui/widgets/plain_text.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

namespace vitrine {

Banner::Banner(QWidget* parent)
    : QFrame(parent)
    , m_content(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_text(new PlainLabel)
    , m_action(new QPushButton)
    , m_copy(new QPushButton(tr("Copy details")))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(8);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setObjectName(QStringLiteral("bannerText"));
    m_content->setSpacing(8);
    m_content->addWidget(m_text, 1);
    m_content->addWidget(m_action);
    m_content->addWidget(m_copy);
    layout->addLayout(m_content, 1);
    auto* close = new QToolButton;
    close->setIcon(lineIcon(QStringLiteral("close")));
    close->setAccessibleName(tr("Dismiss the message"));
    layout->addWidget(close, 0, Qt::AlignTop);
    for (auto* button : { m_action, m_copy })
        button->setObjectName(button == m_copy ? QStringLiteral("bannerCopy") : QStringLiteral("bannerAction"));

    connect(close, &QToolButton::clicked, this, &Banner::clear);
    connect(m_copy, &QPushButton::clicked, this,
        [this] { QGuiApplication::clipboard()->setText(m_text->text() + QLatin1Char('\n') + m_details); });
    connect(m_action, &QPushButton::clicked, this, [this] {
        const auto action = m_onAction;
        clear();
        if (action)
            action();
    });
    hide();
}

void Banner::showMessage(Kind kind, const QString& message, const QString& details)
{
    static const char* const looks[] = { "plain", "warn", "bad" };
    setLook(this, looks[int(kind)]);
    m_text->setText(message);
    m_details = details;
    m_copy->setVisible(!details.isEmpty() || kind == Kind::Trouble);
    m_action->hide();
    m_onAction = {};
    setAccessibleName(message);
    show();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void Banner::showError(const Error& error)
{
    const auto code = errorCodeName(error.code);
    const auto details = QStringLiteral("%1: %2\n%3")
                             .arg(QString::fromUtf8(code.data(), qsizetype(code.size())),
                                 QString::fromStdString(error.subject), QString::fromStdString(error.detail));
    showMessage(Kind::Trouble, QString::fromStdString(error.message), details);
}

void Banner::showWarnings(const std::vector<std::string>& warnings)
{
    if (warnings.empty()) {
        clear();
        return;
    }
    QStringList all;
    for (const auto& warning : warnings)
        all.append(QString::fromStdString(warning));
    const int more = int(all.size()) - 1;
    showMessage(Kind::Warning, more > 0 ? tr("%1 (and %2 more)").arg(all.first()).arg(more) : all.first(),
        more > 0 ? all.join(QLatin1Char('\n')) : QString());
}

void Banner::offer(const QString& title, std::function<void()> action)
{
    m_action->setText(title);
    m_action->show();
    m_onAction = std::move(action);
}

void Banner::clear() { hide(); }

void Banner::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    const bool isNarrow = width() < 25 * fontMetrics().averageCharWidth() + m_copy->sizeHint().width();
    m_content->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QString Banner::message() const { return m_text->text(); }

} // namespace vitrine
