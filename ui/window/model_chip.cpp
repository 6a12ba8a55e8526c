// SPDX-License-Identifier: GPL-3.0-or-later
// Names and families come out of foreign files: plain text, elided, with the whole in the tool tip.
#include "ui/window/model_chip.h"

#include "ui/support/icons.h"
#include "ui/widgets/plain_text.h"

#include <QDragEnterEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>

namespace vitrine {

namespace {

QString millions(std::int64_t count)
{
    if (count >= 1'000'000'000)
        return ModelChip::tr("%1 G").arg(QLocale().toString(double(count) / 1e9, 'f', 1));
    if (count >= 1'000'000)
        return ModelChip::tr("%1 M").arg(QLocale().toString(double(count) / 1e6, 'f', 1));
    return QLocale().toString(qlonglong(count));
}

QString aboutOf(const ModelCard& card)
{
    const auto& engine = card.provenance.engine;
    const auto device = engine.device == "cpu" ? ModelChip::tr("CPU") : QString::fromStdString(engine.device).toUpper();
    return QStringLiteral("%1 · %2 × %3 · %4 · %5")
        .arg(QString::fromStdString(card.provenance.model.family).toUpper())
        .arg(card.sizes.layers)
        .arg(card.sizes.hidden)
        .arg(millions(card.sizes.parameters), device);
}

QString titleOf(const ModelCard& card)
{
    return isolated(QString::fromStdString(card.title.empty() ? card.provenance.model.name : card.title));
}

} // namespace

ModelChip::ModelChip(Workspace& workspace, Slot slot, QWidget* parent)
    : QFrame(parent)
    , m_workspace(workspace)
    , m_slot(slot)
    , m_letter(PlainLabel::make(slot == Slot::A ? QStringLiteral("A") : QStringLiteral("B"), "slot"))
    , m_name(PlainLabel::make({}, "title"))
    , m_about(PlainLabel::make({}, "muted"))
    , m_close(new QToolButton)
{
    setObjectName(slot == Slot::A ? QStringLiteral("slotA") : QStringLiteral("slotB"));
    setFocusPolicy(Qt::TabFocus);
    setAcceptDrops(true);
    setCursor(Qt::PointingHandCursor);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(10, 8, 6, 10);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_letter, 0, 0);
    grid->addWidget(m_name, 0, 1);
    grid->addWidget(m_close, 0, 2);
    grid->addWidget(m_about, 1, 0, 1, 3);
    m_letter->setFixedSize(18, 18);
    m_letter->setAlignment(Qt::AlignCenter);
    m_letter->setRole(TextRole::Heading);
    m_name->setElided(true);
    m_name->setObjectName(QStringLiteral("modelName"));
    m_about->setWordWrap(true);
    m_about->setRole(TextRole::Small);
    m_close->setIcon(lineIcon(QStringLiteral("close")));
    m_close->setIconSize({ 12, 12 });
    m_close->setAccessibleName(slot == Slot::A ? tr("Close model A") : tr("Close model B"));
    m_close->setToolTip(m_close->accessibleName());
    connect(m_close, &QToolButton::clicked, this, [this] { m_workspace.closeModel(m_slot); });
    connect(&workspace, &Workspace::slotChanged, this, &ModelChip::refresh);
    connect(&workspace, &Workspace::activeModelChanged, this, &ModelChip::refresh);
    refresh();
}

void ModelChip::refresh()
{
    const auto& slot = m_workspace.slot(m_slot);
    const bool isOpening = !slot.opening.isEmpty();
    const bool isActive = slot.card && m_workspace.activeSlot() == m_slot;
    const bool isEmpty = !slot.card && !isOpening;
    m_letter->setVisible(!isEmpty);
    m_name->setVisible(!isEmpty);
    m_close->setVisible(!isEmpty);
    if (isOpening) {
        m_name->setText(isolated(slot.opening.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty)));
        m_about->setText(tr("opening…"));
    } else if (slot.card) {
        m_name->setText(titleOf(*slot.card));
        m_about->setText(aboutOf(*slot.card));
    } else {
        m_about->setText(m_slot == Slot::A ? tr("Drop a model folder here, or press Ctrl+O")
                                           : tr("Drop a second model here to switch between two"));
    }
    setLook(this, isEmpty ? "drop" : "card");
    setStyleProperty(
        this, "focused", isActive && m_workspace.slot(m_slot == Slot::A ? Slot::B : Slot::A).card != nullptr);
    setLook(m_letter, isActive || isOpening ? "slot" : "slotOff");
    setToolTip(slot.card ? plainToolTip(QString::fromStdString(slot.card->path)) : QString());
    const auto letter = m_letter->text();
    setAccessibleName(isEmpty ? tr("Model %1: empty").arg(letter) : tr("Model %1: %2").arg(letter, m_name->text()));
    setAccessibleDescription(m_about->text());
}

void ModelChip::press()
{
    if (m_workspace.slot(m_slot).card)
        m_workspace.activate(m_slot);
    else if (m_workspace.slot(m_slot).opening.isEmpty())
        Q_EMIT chooseRequested();
}

void ModelChip::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
        press();
}

void ModelChip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        press();
    else
        QFrame::keyPressEvent(event);
}

void ModelChip::focusInEvent(QFocusEvent* event)
{
    QFrame::focusInEvent(event);
    setStyleProperty(this, "active", true);
}

void ModelChip::focusOutEvent(QFocusEvent* event)
{
    QFrame::focusOutEvent(event);
    setStyleProperty(this, "active", false);
}

void ModelChip::dragEnterEvent(QDragEnterEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.size() != 1 || !urls.first().isLocalFile())
        return;
    event->acceptProposedAction();
    setStyleProperty(this, "active", true);
}

void ModelChip::dragLeaveEvent(QDragLeaveEvent*) { setStyleProperty(this, "active", false); }

void ModelChip::dropEvent(QDropEvent* event)
{
    setStyleProperty(this, "active", false);
    event->acceptProposedAction();
    Q_EMIT dropped(event->mimeData()->urls().first().toLocalFile());
}

} // namespace vitrine
