/** Why a file or folder of a home is, or is not, on the other laptop. */
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { AppParts, Why } from '../../../../commons/capability/app-capability.ts'
import { findOther } from '../../../../commons/capability/find-other.ts'
import type { HomeExplanation } from '../../../../contract/home-calls.ts'
import { explanationLines } from '../../../../contract/home-words.ts'
import type { WhyAnswer } from '../../../../contract/why-calls.ts'
import { notKnownWords, whereWords, type Has } from '../../../../contract/why-words.ts'
import { bytePathFromText } from '../../../../kernel/byte-path.ts'
import { explainPath } from '../../rule-verbs.ts'
import { folderOfPerson } from '../plan/always-taken.ts'
import { why as words } from './texts.ts'

export function createHomeWhy(parts: AppParts): Why {
  const home = path.dirname(parts.systemStateFolder)
  const call = () => ({ callId: randomUUID() })
  return {
    searched: words.searched,
    ask: async (asked) => {
      const place = placeOf(asked, home)
      if (place === undefined) return []
      const explanation = await parts.calls().homeExplain({ path: place }, call())
      const where = await whereIs(explanation, home, parts)
      // What is called so may as well be a program.
      const isNowhere = where.here === false && where.there !== true
      return isNowhere && !asked.includes('/') ? [] : [answerAbout(place, explanation, where)]
    },
    decide: (name, choice) =>
      parts.calls().homeDecidePath({ path: name, decision: choice === 'include' ? 'include' : 'exclude' }, call()),
  }
}

/** Absolute; undefined for what is in no home. */
function placeOf(asked: string, home: string): string | undefined {
  if (asked.startsWith('/')) return asked.startsWith('/home/') || `${asked}/`.startsWith(`${home}/`) ? asked : undefined
  return path.join(home, asked.replace(/^~(?:\/|$)/, ''))
}

type Where = Parameters<typeof whereWords>[1]

async function whereIs({ path: shown, exists }: HomeExplanation, home: string, parts: AppParts): Promise<Where> {
  const { other, labels } = await findOther(parts)
  // Of the home of somebody else nobody looks for a file.
  if (!shown.startsWith('~')) return { labels, here: 'unknown', there: 'unknown' }
  const below = bytePathFromText(`${folderOfPerson({ home })}${shown.slice(1).replace(/\/$/, '')}`)
  const isThere = async (): Promise<Has> => {
    if (other === undefined) return 'unknown'
    try {
      return (await other.call(explainPath, { path: below, rules: [] })).isThere
    } catch {
      return 'unknown'
    }
  }
  return { labels, here: exists, there: await isThere() }
}

function answerAbout(name: string, explanation: HomeExplanation, where: Where): WhyAnswer {
  const { path: shown, verdict, reason } = explanation
  // The title has named it, and said where it is.
  const told = explanationLines({ ...explanation, path: verdict === 'way' ? shown : words.it, exists: true }, false)
  const isFixed = reason.source === 'built-in' ? !reason.canBeIncluded : !['none', 'person'].includes(reason.source)
  const notKnown = shown.startsWith('~') ? notKnownWords(where) : undefined
  return {
    name,
    title: whereWords(shown, where),
    lines: [...told, ...(notKnown === undefined ? [] : [notKnown])],
    ...(isFixed
      ? {}
      : { choice: { value: verdict === 'copied' ? 'include' : 'exclude', options: [...words.options] } }),
    place: words.place(isFixed ? undefined : { shown, isCopied: verdict === 'copied' }),
  }
}
