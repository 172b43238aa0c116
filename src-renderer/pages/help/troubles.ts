/** Reads docs/troubleshooting.md, so that its text is in one place. Pure. */

export interface Trouble {
  /** The words of the screen, with "…" for what differs. */
  readonly shown: string
  /** What it means and what to do; `code` and _names of the screen_ as in markdown. */
  readonly text: string
}

export interface TroubleGroup {
  readonly title: string
  readonly lead: string
  readonly troubles: readonly Trouble[]
}

export function readTroubles(markdown: string): readonly TroubleGroup[] {
  const [, ...parts] = markdown.split(/^## /m)
  return parts.map((part) => {
    const [head = '', ...entries] = part.split(/^- /m)
    const [title = '', ...lead] = head.trim().split('\n')
    return { title, lead: joined(lead.join(' ')), troubles: entries.map(readTrouble) }
  })
}

function readTrouble(entry: string): Trouble {
  const [, shown = '', text = ''] = /^\*\*(.+?)\*\* (.*)$/.exec(joined(entry)) ?? []
  return { shown, text: text.replace(namedTest, '') }
}

/** For whoever changes pc-switcher. */
const namedTest = / ?`(?:test|e2e)\/[^`]*`: "[^"]*"$/

const joined = (lines: string): string => lines.replaceAll(/\s+/g, ' ').trim()

/** Those that have every word that was typed; groups without one are left out. */
export function findTroubles(groups: readonly TroubleGroup[], typed: string): readonly TroubleGroup[] {
  const words = typed.toLowerCase().split(/\s+/)
  const has = ({ shown, text }: Trouble): boolean => {
    const all = `${shown} ${text}`.toLowerCase()
    return words.every((word) => all.includes(word))
  }
  return groups
    .map((group) => ({ ...group, troubles: group.troubles.filter(has) }))
    .filter(({ troubles }) => troubles.length > 0)
}
