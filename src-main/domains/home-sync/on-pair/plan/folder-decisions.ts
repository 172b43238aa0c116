/**
 * Folders to which both laptops gave other rights or attributes since they were equal: which of them count. It is asked of the
 * folder alone, since what is in it is decided by itself.
 */
import { z } from 'zod'
import { textFromBytePath, type BytePath, exactText } from '../../../../kernel/byte-path.ts'
import type { Answers } from '../../../../contract/preview.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { groupBy } from '../../../../kernel/group-by.ts'
import { fieldsOf, keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import type { FolderChoice, OtherFolder } from '../compare/other-folders.ts'
import * as texts from '../texts.ts'
import { fingerprintOf } from './fingerprint.ts'
import { shownPath } from './shown-path.ts'
import { topFolder } from './units.ts'

/** At the end of an id: what is decided of a folder. Of one folder there can be a decision of each. */
export const marks = {
  vanished: '/-',
  only: '/+',
  both: '/*',
  /** Of those that are asked about together, the ones of which neither version is newer. */
  undated: '/~*',
  foldersOfBoth: '/=*',
  repositories: '/.git*',
  onlyRepositories: '/.git+',
  rights: '/!',
  owners: '/@',
} as const

export type DecisionMark = (typeof marks)[keyof typeof marks] | ''

/** Two decisions never have one id: a file whose name is a mark is not taken for a group. */
export function idOf(path: BytePath, mark: DecisionMark): string {
  const isMarked = Object.values(marks).some((one) => path.endsWith(one))
  const plain = isMarked ? path.replace(/\/([^/]*)$/, '//$1') : path
  return `home:${exactText(plain)}${mark}`
}

/** `attributes`: whether something is attached to it, as an ACL. */
const rightsSchema = z.object({ mode: z.string(), user: z.string(), group: z.string(), attributes: z.boolean() })
export type FolderRights = z.infer<typeof rightsSchema>

export const folderDecisionSchema = z.object({
  id: z.string(),
  /** As it is shown: "Projects", or "3 folders in Projects". */
  subject: z.string(),
  place: z.string(),
  paths: z.array(z.string()),
  /** Of one folder alone. */
  rights: z.object({ from: rightsSchema, to: rightsSchema }).optional(),
  /** Another one when either version is another one. */
  about: z.string(),
})
export type FolderDecision = z.infer<typeof folderDecisionSchema>

/** More are asked about together, by the folder around them. */
const askedAloneAtMost = 20

export function folderDecisions(
  folders: ReadonlyMap<string, OtherFolder>,
  personFolder: BytePath,
): readonly FolderDecision[] {
  const open = [...folders].map(([key, { versions }]) => ({ key, versions }))
  if (open.length <= askedAloneAtMost) return open.map((one) => decisionAbout(one.key, [one], personFolder))
  return [...groupBy(open, ({ key }) => topFolder(key, 2))].map(([around, members]) => {
    const [one] = members
    return decisionAbout(one !== undefined && members.length === 1 ? one.key : around, members, personFolder)
  })
}

interface Member {
  readonly key: string
  readonly versions: OtherFolder['versions']
}

function decisionAbout(key: string, members: readonly Member[], personFolder: BytePath): FolderDecision {
  const shown = shownPath(pathOfKey(key), personFolder)
  const place = textFromBytePath(shown)
  const [one] = members
  const isAlone = members.length === 1 && one !== undefined
  const lines = members.map((member) => `${member.key} ${printOf(member)}`)
  return {
    id: idOf(shown, marks.rights),
    subject: isAlone ? place : texts.foldersIn(members.length, place),
    place,
    paths: members.map((member) => pathOfKey(member.key)),
    ...(isAlone ? { rights: { from: rightsOf(one.versions.from), to: rightsOf(one.versions.to) } } : {}),
    about: fingerprintOf(lines),
  }
}

function printOf({ versions: { from, to } }: Member): string {
  return [from, to].map(({ facts = '', attributes = '' }) => `${facts} ${attributes}`).join(' ')
}

function rightsOf({ facts = '', attributes = '' }: OtherFolder['versions']['from']): FolderRights {
  const { mode, user, group } = fieldsOf(facts)
  return { mode, user, group, attributes: attributes !== '' }
}

export interface DecidedFolders {
  readonly folders: readonly FolderDecision[]
}

/** Undefined where nobody has said. */
export function folderChoiceSoFar({ id }: FolderDecision, answers: Answers): 'keep' | 'take' | undefined {
  const answer = answers[id]
  return answer === 'keep' || answer === 'take' ? answer : undefined
}

/** Those of which the rights of the target stay, or come from the source. Throws AppError "needs-answers". */
export function foldersBy({ folders }: DecidedFolders, answers: Answers, wanted: 'keep' | 'take'): readonly BytePath[] {
  return folders.flatMap((decision) => {
    const choice = folderChoiceSoFar(decision, answers)
    if (choice !== undefined) return choice === wanted ? decision.paths : []
    throw new AppError({ code: 'needs-answers', ...texts.rightsNotDecided(decision.subject) })
  })
}

/** What came up after the plan stays: nobody was asked. */
export function folderChoice(plan: DecidedFolders, answers: Answers): FolderChoice {
  const isTaken = new Set(foldersBy(plan, answers, 'take').map(keyOfPath))
  return (key) => (isTaken.has(key) ? 'take' : 'keep')
}
