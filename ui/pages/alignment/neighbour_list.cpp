// SPDX-License-Identifier: GPL-3.0-or-later
// The list is as high as its rows: the panel around it scrolls.
#include "ui/pages/alignment/neighbour_list.h"

#include "ui/charts/chart_text.h"
#include "ui/support/theme.h"
#include "ui/widgets/plain_text.h"

#include <QEvent>
#include <QFileInfo>
#include <QListView>
#include <QListWidget>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QTextLayout>
#include <QVBoxLayout>

namespace vitrine {

namespace {

constexpr int maxShown = 600; ///< characters of a text; three lines hold fewer

QString noteOf(const Neighbour& neighbour)
{
    const bool isNamed = !neighbour.id.empty() && neighbour.id != std::to_string(neighbour.row);
    auto note = isNamed ? isolated(QString::fromStdString(neighbour.id))
                        : NeighbourList::tr("row %1").arg(QLocale().toString(neighbour.row));
    if (!neighbour.label.empty())
        note += QStringLiteral(" · ") + isolated(QString::fromStdString(neighbour.label));
    return note;
}

QString workOf(const SearchWork& work)
{
    const double share = work.documents > 0 ? 100.0 * work.exact / work.documents : 0;
    auto text = NeighbourList::tr("%1 of %2 texts solved exactly (%3 %), the others ruled out by a bound")
                    .arg(QLocale().toString(work.exact), QLocale().toString(work.documents),
                        QLocale().toString(share, 'f', 1));
    if (work.skipped > 0)
        text += NeighbourList::tr("; left out because no word is known: %1").arg(QLocale().toString(work.skipped));
    return text;
}

constexpr int inset = 10;
constexpr int padding = 7;
constexpr int maxLines = 3;

QStringList linesOf(const QString& text, const QFont& font, int width)
{
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QStringList lines;
    layout.beginLayout();
    for (auto line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (lines.size() + 1 == maxLines) {
            lines.append(QFontMetrics(font).elidedText(text.mid(line.textStart()), Qt::ElideRight, width));
            break;
        }
        lines.append(text.mid(line.textStart(), line.textLength()));
    }
    layout.endLayout();
    return lines;
}

} // namespace

NeighbourList::NeighbourList(
    EngineProcess& engine, FileDialogs& dialogs, std::function<ParameterValues()> parameters, QWidget* parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
    , m_parameters(std::move(parameters))
    , m_request(engine, tr("Searching the corpus"))
    , m_open(new QPushButton(tr("Nearest in a corpus…")))
    , m_again(new QPushButton(tr("Search again")))
    , m_corpus(PlainLabel::make({}, "title"))
    , m_work(PlainLabel::make({}, "muted"))
    , m_list(new QListWidget)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(PlainLabel::make(tr("Nearest texts"), "heading"));
    layout->addWidget(m_open, 0, Qt::AlignLeft);
    auto* corpus = new QHBoxLayout;
    corpus->setSpacing(6);
    corpus->addWidget(m_corpus, 1);
    corpus->addWidget(m_again);
    layout->addLayout(corpus);
    layout->addWidget(m_work);
    layout->addWidget(m_list);
    m_open->setObjectName(QStringLiteral("chooseCorpus"));
    m_again->setObjectName(QStringLiteral("searchAgain"));
    m_again->setProperty("look", QStringLiteral("flat"));
    m_again->setToolTip(tr("The list answers an earlier text or other settings"));
    m_corpus->setRole(TextRole::Body);
    m_corpus->setElided(true);
    m_work->setObjectName(QStringLiteral("searchWork"));
    m_work->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("neighbours"));
    m_list->setAccessibleName(tr("Nearest texts"));
    m_list->setProperty("look", QStringLiteral("bare"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new NeighbourDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_open, &QPushButton::clicked, this, &NeighbourList::choose);
    connect(m_again, &QPushButton::clicked, this, [this] { search(QString::fromStdString(m_asked["input"])); });
    const auto choose
        = [this](const QListWidgetItem* item) { Q_EMIT chosen(item->data(NeighbourDelegate::TextRole).toString()); };
    connect(m_list, &QListWidget::itemActivated, this, choose);
    connect(m_list, &QListWidget::itemClicked, this, choose);
    connect(&m_request, &Request::failed, this, &NeighbourList::failed);
    clear();
}

void NeighbourList::choose()
{
    const auto path = m_dialogs.chooseFile(
        window(), tr("A corpus of texts"), {}, tr("Texts (*.txt *.tsv *.csv *.jsonl);;All files (*)"));
    if (!path.isEmpty())
        search(path);
}

void NeighbourList::search(const QString& corpus)
{
    auto parameters = m_parameters();
    if (parameters.empty())
        return;
    parameters["input"] = corpus.toStdString();
    m_request.start<Nearest>("nearest", parameters, [this, parameters](const std::shared_ptr<const Nearest>& nearest) {
        m_asked = parameters;
        show(*nearest);
    });
}

void NeighbourList::clear()
{
    m_request.cancel();
    m_asked.clear();
    m_list->clear();
    for (QWidget* widget : { static_cast<QWidget*>(m_list), static_cast<QWidget*>(m_corpus),
             static_cast<QWidget*>(m_work), static_cast<QWidget*>(m_again) })
        widget->hide();
}

void NeighbourList::checkCurrent()
{
    if (m_asked.empty())
        return;
    auto now = m_parameters();
    const bool canSearch = !now.empty();
    now["input"] = m_asked["input"];
    m_again->setVisible(canSearch && now != m_asked);
}

void NeighbourList::show(const Nearest& nearest)
{
    m_list->clear();
    for (const Neighbour& neighbour : nearest.neighbours) {
        const auto text = QString::fromStdString(neighbour.text);
        auto* item = new QListWidgetItem(isolated(shortened(text, maxShown)), m_list);
        const auto distance = plainNumber(neighbour.distance, 3);
        item->setData(NeighbourDelegate::TextRole, text);
        item->setData(NeighbourDelegate::DistanceRole, distance);
        item->setData(NeighbourDelegate::NoteRole, noteOf(neighbour));
        item->setData(Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(distance, text));
        item->setToolTip(plainToolTip(shortened(text, maxShown)));
    }
    m_corpus->setText(isolated(QFileInfo(QString::fromStdString(m_asked["input"])).fileName()));
    m_work->setText(workOf(nearest.work));
    for (QWidget* widget :
        { static_cast<QWidget*>(m_list), static_cast<QWidget*>(m_corpus), static_cast<QWidget*>(m_work) })
        widget->show();
    checkCurrent();
    fitHeight();
    if (!nearest.provenance.warnings.empty())
        Q_EMIT warned(nearest.provenance.warnings);
}

void NeighbourList::fitHeight()
{
    int height = 2 * m_list->frameWidth();
    for (int row = 0; row < m_list->count(); ++row)
        height += m_list->sizeHintForRow(row);
    m_list->setFixedHeight(height);
}

void NeighbourList::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() == event->oldSize().width())
        return;
    m_list->doItemsLayout(); // other lines at another width
    fitHeight();
}

void NeighbourList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitHeight();
}

NeighbourDelegate::NeighbourDelegate(QListView* list)
    : QStyledItemDelegate(list)
    , m_list(list)
{
}

QSize NeighbourDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const auto body = textFont(TextRole::Body);
    const int width = m_list->viewport()->width() - 2 * inset;
    const auto lines = linesOf(index.data(Qt::DisplayRole).toString(), body, width).size();
    return { 120,
        int(lines) * QFontMetrics(body).height() + QFontMetrics(textFont(TextRole::Small)).height() + 2 * padding + 4 };
}

void NeighbourDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& theme = currentTheme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    if (isCurrent || hasFocus || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(hasFocus ? theme.accent : isCurrent ? theme.border : QColor(Qt::transparent));
        painter->setBrush(isCurrent ? theme.surface : theme.surfaceRaised);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5), 8, 8);
    }
    auto line = option.rect.adjusted(inset, padding, -inset, -padding);
    const auto body = textFont(TextRole::Body);
    line.setHeight(QFontMetrics(body).height());
    painter->setFont(body);
    painter->setPen(theme.text);
    for (const auto& part : linesOf(index.data(Qt::DisplayRole).toString(), body, line.width())) {
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, part);
        line.translate(0, line.height());
    }
    auto bold = textFont(TextRole::Small);
    bold.setWeight(QFont::DemiBold);
    const auto distance = index.data(DistanceRole).toString();
    line.translate(0, 2);
    line.setHeight(QFontMetrics(bold).height());
    painter->setFont(bold);
    painter->setPen(theme.textMuted);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, distance);
    line.setLeft(line.left() + QFontMetrics(bold).horizontalAdvance(distance) + 8);
    const auto small = textFont(TextRole::Small);
    painter->setFont(small);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(small).elidedText(index.data(NoteRole).toString(), Qt::ElideRight, line.width()));
    painter->restore();
}

} // namespace vitrine
