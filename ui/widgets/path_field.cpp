// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/path_field.h"

#include "ui/support/icons.h"
#include "ui/widgets/plain_text.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>

namespace vitrine {

PathField::PathField(const ParamSpec& spec, QWidget* parent)
    : ParameterField(parent)
    , m_title(QString::fromStdString(spec.title))
    , m_isFolder(spec.role == ParamRole::SaveFolder)
    , m_line(new QLineEdit)
{
    auto* button = new QToolButton;
    m_browse = button;
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_line, 1);
    layout->addWidget(button);
    button->setIcon(lineIcon(QStringLiteral("folder")));
    button->setIconSize(QSize(16, 16));
    button->setToolTip(m_isFolder ? tr("Choose a folder") : tr("Choose a file"));
    button->setAccessibleName(tr("Choose: %1").arg(m_title));
    button->hide();
    connect(button, &QToolButton::clicked, this, &PathField::browse);
    m_line->setAccessibleName(m_title);
    m_line->setAcceptDrops(true);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, [this] { m_line->setToolTip(plainToolTip(m_line->text())); });
    connect(m_line, &QLineEdit::editingFinished, this, [this] {
        if (m_line->isModified())
            Q_EMIT changed();
        m_line->setModified(false);
    });
    setFocusProxy(m_line);
}

QString PathField::value() const { return m_line->text(); }

void PathField::setValue(const QString& value) { m_line->setText(value); }

void PathField::setContext(const FieldContext& context)
{
    m_dialogs = context.dialogs;
    m_browse->setVisible(m_isFolder ? bool(m_dialogs.chooseFolder) : bool(m_dialogs.chooseFile));
}

void PathField::browse()
{
    const auto folder = m_line->text().isEmpty() ? QString() : QFileInfo(m_line->text()).absolutePath();
    take(m_isFolder
            ? m_dialogs.chooseFolder(this, m_title, folder)
            : m_dialogs.chooseFile(this, m_title, folder, tr("Texts (*.tsv *.csv *.jsonl *.txt);;All files (*)")));
}

void PathField::take(const QString& path)
{
    if (path.isEmpty())
        return;
    setValue(path);
    Q_EMIT changed();
}

/// A line edit would insert the address of a dropped file into what is there.
bool PathField::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove || event->type() == QEvent::Drop) {
        auto* drop = static_cast<QDropEvent*>(event);
        const auto urls = drop->mimeData()->urls();
        if (urls.size() == 1 && urls.first().isLocalFile()) {
            drop->acceptProposedAction();
            if (event->type() == QEvent::Drop)
                take(urls.first().toLocalFile());
            return true;
        }
    }
    return ParameterField::eventFilter(watched, event);
}

} // namespace vitrine
