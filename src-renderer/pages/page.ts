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
  /** In the list that goes anywhere; absent where other lists name it. */
  readonly title?: string
  /** Beside the title there. */
  readonly detail?: string
  /** Parts of it that stand there too. */
  readonly parts?: readonly { readonly hash: string; readonly title: string }[]
  /** In the sidebar; absent where it is only led to. */
  readonly icon?: LucideIcon
  /** At the foot of the sidebar, without a shortcut. */
  readonly atFoot?: true
  /** How much of it waits for an answer. */
  readonly useToDecide?: () => number
}

/** What the sidebar has above, each with a shortcut; what it has at its foot; and what it does not have. */
export function sortedPages(pages: readonly PageDeclaration[]) {
  const titled = pages.flatMap(({ title, ...page }) => (title === undefined ? [] : [{ ...page, title }]))
  const shown = titled.flatMap(({ icon, ...page }) => (icon === undefined ? [] : [{ ...page, icon }]))
  return {
    listed: shown.filter(({ atFoot }) => atFoot !== true),
    atFoot: shown.filter(({ atFoot }) => atFoot),
    elsewhere: titled.filter(({ icon }) => icon === undefined),
  }
}
