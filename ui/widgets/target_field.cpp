// SPDX-License-Identifier: GPL-3.0-or-later
// The list is filled from the model's labels, which are foreign text, and says which of them was predicted.
#include "ui/widgets/target_field.h"

#include "ui/widgets/plain_text.h"

#include <QAbstractListModel>
#include <QComboBox>
#include <QHBoxLayout>
#include <QListView>
#include <QVBoxLayout>

#include <utility>

namespace vitrine {

namespace {

const QString predictedValue = QStringLiteral("predicted");
const QString ratherValue = QStringLiteral("rather");

void makeNarrow(QComboBox* box)
{
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(5);
}

/// The entries of one box, made when they are looked at: a model may have 200,000 classes.
class ClassModel final : public QAbstractListModel {
public:
    /// `before` and `after` stand around the classes where they have a text; `pattern` holds %1 for the class.
    ClassModel(QStringList labels, QString before, QString pattern, QString after, QObject* parent)
        : QAbstractListModel(parent)
        , m_labels(std::move(labels))
        , m_before(std::move(before))
        , m_pattern(std::move(pattern))
        , m_after(std::move(after))
    {
    }

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : first() + int(m_labels.size()) + (m_after.isEmpty() ? 0 : 1);
    }

    QVariant data(const QModelIndex& index, int role) const override
    {
        const int row = index.row() - first();
        const bool isClass = row >= 0 && row < m_labels.size();
        if (role == Qt::UserRole)
            return isClass ? QString::number(row) : row < 0 ? predictedValue : ratherValue;
        if (role != Qt::DisplayRole)
            return {};
        return isClass ? m_pattern.arg(isolated(shortened(m_labels[row], 40))) : row < 0 ? m_before : m_after;
    }

    /// Row of a value, without a walk over all of them; -1 when it is not there.
    int rowOf(const QString& value) const
    {
        if (value == predictedValue)
            return m_before.isEmpty() ? -1 : 0;
        if (value == ratherValue)
            return m_after.isEmpty() ? -1 : rowCount() - 1;
        bool isNumber = false;
        const int index = value.toInt(&isNumber);
        return isNumber && index >= 0 && index < m_labels.size() ? first() + index : -1;
    }

private:
    int first() const { return m_before.isEmpty() ? 0 : 1; }

    QStringList m_labels;
    QString m_before;
    QString m_pattern;
    QString m_after;
};

int rowOf(const QComboBox* box, const QString& value)
{
    const auto* model = dynamic_cast<const ClassModel*>(box->model());
    return model ? model->rowOf(value) : -1;
}

void select(QComboBox* box, const QString& value)
{
    const int index = rowOf(box, value);
    if (index >= 0)
        box->setCurrentIndex(index);
}

void setClasses(QComboBox* box, ClassModel* model)
{
    box->setModel(model); // the former model is the box's child and ends here
    const bool isLong = model->rowCount() > 100; // the usual popup measures every row
    box->setStyleSheet(isLong ? QStringLiteral("QComboBox { combobox-popup: 0; }") : QString());
    box->setCurrentIndex(model->rowCount() > 0 ? 0 : -1);
    if (auto* list = qobject_cast<QListView*>(box->view()))
        list->setUniformItemSizes(true);
}

} // namespace

TargetField::TargetField(const ParamSpec& spec, QWidget* parent)
    : ParameterField(parent)
    , m_box(new QComboBox)
    , m_ratherRow(new QWidget)
    , m_for(new QComboBox)
    , m_against(new QComboBox)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_box);
    auto* row = new QHBoxLayout(m_ratherRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_for, 1);
    row->addWidget(m_against, 1);
    layout->addWidget(m_ratherRow);
    m_ratherRow->hide();

    for (auto* box : { m_box, m_for, m_against }) {
        makeNarrow(box);
        connect(box, &QComboBox::activated, this, [this] {
            showOther();
            Q_EMIT changed();
        });
    }
    const auto title = QString::fromStdString(spec.title);
    m_box->setAccessibleName(title);
    m_for->setAccessibleName(tr("%1: this class").arg(title));
    m_against->setAccessibleName(tr("%1: rather than this class").arg(title));
    setFocusProxy(m_box);
    fill();
}

void TargetField::fill()
{
    const auto before = value();
    const auto count = int(m_context.labels.size());
    const bool known = m_context.predicted >= 0 && m_context.predicted < count;
    const auto predicted = known
        ? tr("%1 (predicted)").arg(isolated(shortened(m_context.labels[m_context.predicted], 40)))
        : tr("predicted class");
    const auto plain = QStringLiteral("%1");
    const auto rather = count > 1 ? tr("one rather than another…") : QString();
    setClasses(m_box, new ClassModel(m_context.labels, predicted, plain, rather, m_box));
    setClasses(m_for, new ClassModel(m_context.labels, {}, plain, {}, m_for));
    setClasses(m_against, new ClassModel(m_context.labels, {}, tr("not %1"), {}, m_against));
    if (known)
        select(m_for, QString::number(m_context.predicted));
    if (count > 1)
        m_against->setCurrentIndex(m_for->currentIndex() == 0 ? 1 : 0);
    setValue(before);
}

void TargetField::showOther() { m_ratherRow->setVisible(m_box->currentData() == ratherValue); }

QString TargetField::value() const
{
    const auto value = m_box->currentData().toString();
    if (value != ratherValue)
        return value.isEmpty() ? predictedValue : value;
    return m_for->currentData().toString() + QLatin1Char(':') + m_against->currentData().toString();
}

void TargetField::setValue(const QString& value)
{
    const auto colon = value.indexOf(QLatin1Char(':'));
    if (colon > 0 && rowOf(m_box, ratherValue) >= 0) {
        select(m_box, ratherValue);
        select(m_for, value.left(colon));
        select(m_against, value.mid(colon + 1));
    } else {
        select(m_box, rowOf(m_box, value) >= 0 ? value : predictedValue);
    }
    showOther();
}

void TargetField::setContext(const FieldContext& context)
{
    m_context = context;
    fill();
}

} // namespace vitrine
