/** Which rows of a list are selected, and what a key or a click makes of it. Pure. */
import { keyTarget, type ListItem } from './list-keys.ts'

export interface Selection {
  /** Where the keys are. It need not be selected itself. */
  readonly active: string | undefined
  /** Where a range begins. */
  readonly anchor: string | undefined
  readonly keys: ReadonlySet<string>
}

type Options = readonly Pick<ListItem<unknown>, 'key' | 'label'>[]

export interface Press {
  readonly key: string
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
}

export const nothingSelected: Selection = { active: undefined, anchor: undefined, keys: new Set() }

export function selectOnly(key: string): Selection {
  return { active: key, anchor: key, keys: new Set([key]) }
}

/** The first of them becomes the active one. */
export function selectThese(keys: readonly string[]): Selection {
  return { active: keys[0], anchor: keys[0], keys: new Set(keys) }
}

/** What a click selects: with Control one more or less, with Shift all from the anchor on. */
export function afterClick(
  selection: Selection,
  key: string,
  { ctrlKey, shiftKey }: Omit<Press, 'key'>,
  options: Options,
): Selection {
  if (shiftKey) return upTo(selection, key, options, ctrlKey)
  return ctrlKey ? toggled(selection, key) : selectOnly(key)
}

/** As listboxes of which several rows can be selected have it (ARIA Authoring Practices, "Listbox"). */
export function afterKey(selection: Selection, press: Press, options: Options): Selection | undefined {
  const { key, ctrlKey, shiftKey } = press
  const target = keyTarget(key, options, selection.active)
  if (target !== undefined) {
    if (shiftKey) return upTo(selection, target, options, false)
    return ctrlKey ? { ...selection, active: target } : selectOnly(target)
  }
  if (ctrlKey && key.toLowerCase() === 'a') {
    return { ...selection, anchor: options[0]?.key, keys: new Set(options.map((option) => option.key)) }
  }
  if (key === ' ' && !shiftKey && selection.active !== undefined) return toggled(selection, selection.active)
  return undefined
}

/** Without what is not listed any more; there is always an active row while there is one at all. */
export function selectionAmong(selection: Selection, options: Options): Selection {
  const listed = new Set(options.map(({ key }) => key))
  const isListed = (key: string | undefined): key is string => key !== undefined && listed.has(key)
  const keys = [...selection.keys].filter(isListed)
  if (isListed(selection.active) && keys.length === selection.keys.size) return selection
  const [first] = options
  const active = isListed(selection.active) ? selection.active : (keys[0] ?? first?.key)
  if (active === undefined) return nothingSelected
  const anchor = isListed(selection.anchor) ? selection.anchor : active
  return { active, anchor, keys: new Set(keys.length === 0 ? [active] : keys) }
}

function toggled({ keys }: Selection, key: string): Selection {
  const now = new Set(keys)
  if (!now.delete(key)) now.add(key)
  return { active: key, anchor: key, keys: now }
}

function upTo(selection: Selection, key: string, options: Options, more: boolean): Selection {
  const anchor = selection.anchor ?? key
  const [from, to] = [anchor, key].map((one) => options.findIndex((option) => option.key === one))
  if (from === undefined || to === undefined || from < 0 || to < 0) return selectOnly(key)
  const range = options.slice(Math.min(from, to), Math.max(from, to) + 1).map((option) => option.key)
  return { active: key, anchor, keys: new Set(more ? [...selection.keys, ...range] : range) }
}
