/** What the folder of a page exports, for its line in all-pages.ts. */
import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'

export interface PageProps {
  readonly item: string | undefined
  readonly rest: readonly string[]
  readonly file: string | undefined
}

export interface PageDeclaration {
  /** What its address begins with. */
  readonly id: string
  readonly component: ComponentType<PageProps>
  /** How the list that goes anywhere has it, and the sidebar where it has an icon. */
  readonly entry?: PageEntry
}

interface PageEntry {
  readonly title: string
  readonly icon?: LucideIcon
  /** At the foot of the sidebar, without a shortcut. */
  readonly atFoot?: true
  /** What the list says beside the title. */
  readonly detail?: string
  /** Parts of it that the list has too. */
  readonly parts?: readonly { readonly hash: string; readonly title: string }[]
  /** How much waits on it for an answer. */
  readonly useToDecide?: () => number
}

/** What the sidebar has above, each with a shortcut; what it has at its foot; and what it does not have. */
export function sortedPages(pages: readonly PageDeclaration[]) {
  const titled = pages.flatMap(({ id, entry }) => (entry === undefined ? [] : [{ id, ...entry }]))
  const shown = titled.flatMap(({ icon, ...page }) => (icon === undefined ? [] : [{ ...page, icon }]))
  return {
    listed: shown.filter(({ atFoot }) => atFoot !== true),
    atFoot: shown.filter(({ atFoot }) => atFoot),
    elsewhere: titled.filter(({ icon }) => icon === undefined),
  }
}
