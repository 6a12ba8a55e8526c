// SPDX-License-Identifier: GPL-3.0-or-later
// The token strip for screen readers. Cells are not widgets, so their interfaces are made here on demand and kept by
// Qt's cache.
#include "ui/charts/tokens/token_strip.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

namespace vitrine {

namespace {

class CellInterface : public QAccessibleInterface {
public:
    CellInterface(TokenStrip* strip, int cell)
        : m_strip(strip)
        , m_cell(cell)
    {
    }

    bool isValid() const override { return m_strip && m_cell < int(m_strip->text().cells().size()); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override
    {
        return m_strip ? QAccessible::queryAccessibleInterface(m_strip.data()) : nullptr;
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override { }

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        if (kind == QAccessible::Name)
            return m_strip->text().spokenName(m_cell);
        return kind == QAccessible::Value ? m_strip->text().readOut(m_cell) : QString();
    }

    QRect rect() const override
    {
        if (!isValid() || std::size_t(m_cell) >= m_strip->layout().cells().size())
            return {};
        const QRect box = m_strip->layout()
                              .cells()[std::size_t(m_cell)]
                              .box.translated(TokenStrip::margin(), TokenStrip::margin())
                              .toRect();
        return { m_strip->mapToGlobal(box.topLeft()), box.size() };
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = state.focusable = true;
        if (isValid()) {
            state.selected = m_strip->selectedCell() == m_cell;
            state.focused = state.selected && m_strip->hasFocus();
        } else {
            state.invalid = true;
        }
        return state;
    }

private:
    QPointer<TokenStrip> m_strip;
    int m_cell;
};

class StripInterface : public QAccessibleWidget {
public:
    explicit StripInterface(TokenStrip* strip)
        : QAccessibleWidget(strip, QAccessible::List)
    {
    }

    ~StripInterface() override
    {
        for (const auto id : std::as_const(m_cells))
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return int(strip()->text().cells().size()); }

    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        auto id = m_cells.value(index, 0);
        if (id == 0) {
            id = QAccessible::registerAccessibleInterface(new CellInterface(strip(), index));
            m_cells.insert(index, id);
        }
        return QAccessible::accessibleInterface(id);
    }

    int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (auto cell = m_cells.cbegin(); cell != m_cells.cend(); ++cell) {
            if (QAccessible::accessibleInterface(cell.value()) == child)
                return cell.key();
        }
        return -1;
    }

    QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPointF position
            = strip()->mapFromGlobal(QPointF(x, y)) - QPointF(TokenStrip::margin(), TokenStrip::margin());
        return child(strip()->layout().cellAt(position));
    }

    QAccessibleInterface* focusChild() const override
    {
        return strip()->hasFocus() ? child(strip()->selectedCell()) : nullptr;
    }

private:
    TokenStrip* strip() const { return static_cast<TokenStrip*>(widget()); }

    mutable QHash<int, QAccessible::Id> m_cells;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* strip = qobject_cast<TokenStrip*>(object);
    return strip ? new StripInterface(strip) : nullptr;
}

} // namespace

void installTokenStripAccessibility()
{
    [[maybe_unused]] static const bool installed = (QAccessible::installFactory(makeInterface), true);
}

} // namespace vitrine
