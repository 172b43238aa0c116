/** Tells of a path in the home whether it is copied, by which rule, and where it leads if it is a link. */
import { lstat, readlink, realpath } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { mayBeIncluded } from '../../../../commons/home-exclusions/exclusion.ts'
import { exclusionTitles } from '../../../../commons/home-exclusions/texts.ts'
import type { HomeExplanation, HomeReason } from '../../../../contract/home-calls.ts'
import type { Output } from '../../../../contract/define.ts'
import { bytePathFromText } from '../../../../kernel/byte-path.ts'
import type { Machine } from '../../../../machine/machine.ts'
import { folderOfPerson } from '../plan/always-taken.ts'
import { explainPath } from '../../rule-verbs.ts'
import { lineOf, shownFile, type PersonLine } from './rules-file.ts'

export interface ExplainParts {
  readonly here: Machine
  /** Absolute, as the person knows it. */
  readonly home: string
  readonly rules: readonly PersonLine[]
}

type Place = NonNullable<NonNullable<HomeExplanation['link']>['leads']>

/** `below`: "/Downloads/iso". */
export async function explain(parts: ExplainParts, below: string): Promise<HomeExplanation> {
  const place = await placeOf(parts, below)
  const file = `${parts.home}${below}`
  if ((await statOf(file))?.isSymbolicLink() !== true) return place
  const target = await readlink(file)
  const leads = await whereItLeads(parts, file)
  return { ...place, link: { target, ...(leads === undefined ? {} : { leads }) } }
}

async function whereItLeads(parts: ExplainParts, link: string): Promise<Place | undefined> {
  try {
    const [real, top] = await Promise.all([realpath(link), realpath(parts.home)])
    return real.startsWith(`${top}/`) ? await placeOf(parts, real.slice(top.length)) : undefined
  } catch {
    return undefined
  }
}

async function placeOf({ here, home, rules }: ExplainParts, below: string): Promise<Place> {
  const stat = await statOf(`${home}${below}`)
  const path = `~${below}`
  const exists = stat !== undefined
  if (stat?.isSocket() === true || stat?.isBlockDevice() === true || stat?.isCharacterDevice() === true) {
    return { path, exists, verdict: 'left-out', reason: { source: 'device' } }
  }
  const told = await here.call(explainPath, {
    path: bytePathFromText(`${folderOfPerson({ home })}${below}`),
    rules: rules.map(({ pattern, decision }) => ({ pattern, decision })),
  })
  const verdict = told.isOnTheWay ? 'way' : told.isLeftOut ? 'left-out' : 'copied'
  return { path, exists, verdict, reason: reasonOf(told, rules) }
}

function reasonOf({ rule, isLeftOut }: Output<typeof explainPath>, rules: readonly PersonLine[]): HomeReason {
  switch (rule?.source) {
    case undefined:
      return { source: 'none' }
    case 'person': {
      const line = rules.find(({ pattern }) => pattern === rule.pattern)?.line ?? 0
      return { source: 'person', line, text: lineOf(rule), file: shownFile }
    }
    case 'built-in': {
      const { kind, pattern } = rule
      const title = exclusionTitles[kind]
      const canBeIncluded = isLeftOut && mayBeIncluded(kind)
      return { source: 'built-in', kind, title, pattern: inHome(pattern), canBeIncluded }
    }
    case 'found':
      return { source: 'found', kind: rule.kind, title: exclusionTitles[rule.kind] }
  }
}

/** What stands for every home, or for wherever it is, is left away: ".ssh/id_*". */
function inHome(pattern: string): string {
  return pattern.replace(/^\/(\*\/|(?=\*\*))/, '')
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
  } catch {
    return undefined
  }
}
