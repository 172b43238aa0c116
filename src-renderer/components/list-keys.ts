/** Rows of a selectable list and what keys do in it. */
import type { Virtualizer } from '@tanstack/react-virtual'

export interface ListItem<T> {
  readonly kind: 'item'
  readonly key: string
  readonly item: T
  /** What typing finds. */
  readonly label: string
  /** From 1, headings not counted. */
  readonly position: number
}

interface ListHeading {
  readonly kind: 'heading'
  readonly key: string
  readonly title: string
  /** Over what may be lost. */
  readonly red?: boolean
}

export type ListRow<T> = ListItem<T> | ListHeading

export interface ListGroup<T> {
  readonly title: string
  readonly red?: boolean
  readonly items: readonly T[]
}

/** Groups as rows; groups without items do not appear. */
export function listRows<T>(
  groups: readonly ListGroup<T>[],
  keyOf: (item: T) => string,
  labelOf: (item: T) => string,
): readonly ListRow<T>[] {
  const rows: ListRow<T>[] = []
  let position = 0
  for (const group of groups) {
    if (group.items.length === 0) continue
    rows.push({ kind: 'heading', key: `heading:${group.title}`, title: group.title, red: group.red === true })
    for (const item of group.items) {
      position += 1
      rows.push({ kind: 'item', key: keyOf(item), item, label: labelOf(item), position })
    }
  }
  return rows
}

interface ShownGroup<S> {
  /** The heading that all of these stand below; undefined above the first one. */
  readonly title: string | undefined
  readonly shown: readonly S[]
}

/**
 * What is drawn of a list, by the headings: a screen reader tells the name of the group that an option is in, also where its
 * heading is out of sight. `shown` is in order.
 */
export function shownGroups<T, S extends { readonly index: number }>(
  rows: readonly ListRow<T>[],
  shown: readonly S[],
): readonly ShownGroup<S>[] {
  const groups: { title: string | undefined; shown: S[] }[] = []
  let before: S | undefined
  for (const one of shown) {
    const last = groups.at(-1)
    const goesOn = before !== undefined && one.index === before.index + 1 && rows[one.index]?.kind === 'item'
    if (last !== undefined && goesOn) last.shown.push(one)
    else groups.push({ title: headingOf(rows, one.index), shown: [one] })
    before = one
  }
  return groups
}

function headingOf<T>(rows: readonly ListRow<T>[], index: number): string | undefined {
  for (let at = index; at >= 0; at--) {
    const row = rows[at]
    if (row?.kind === 'heading') return row.title
  }
  return undefined
}

type Option = Pick<ListItem<unknown>, 'key' | 'label'>

/** The key of the row that an arrow, Home, End or a page key leads to. */
export function keyTarget(key: string, options: readonly Option[], selected: string | undefined): string | undefined {
  const index = options.findIndex((option) => option.key === selected)
  const at = (wanted: number) => options[Math.max(0, Math.min(options.length - 1, wanted))]?.key
  switch (key) {
    case 'ArrowDown':
      return at(index + 1)
    case 'ArrowUp':
      return at(index - 1)
    case 'Home':
      return at(0)
    case 'End':
      return at(options.length - 1)
    case 'PageDown':
      return at(index + 10)
    case 'PageUp':
      return at(index - 10)
    default:
      return undefined
  }
}

const typingPauseMs = 800

/** The next row whose label contains what was typed. `typed` is kept by the list between keys. */
export function typedTarget(
  key: string,
  options: readonly Option[],
  selected: string | undefined,
  typed: { text: string; atMs: number },
): string | undefined {
  if (key.length !== 1 || (key === ' ' && typed.text === '')) return undefined
  const nowMs = Date.now()
  typed.text = nowMs - typed.atMs > typingPauseMs ? key : typed.text + key
  typed.atMs = nowMs
  const wanted = typed.text.toLowerCase()
  const from = Math.max(
    0,
    options.findIndex((option) => option.key === selected),
  )
  const inOrder = [...options.slice(from), ...options.slice(0, from)]
  return inOrder.find((option) => option.label.toLowerCase().includes(wanted))?.key
}

export function followSelection(virtual: Virtualizer<HTMLDivElement, Element>, index: number): void {
  if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' })
}
