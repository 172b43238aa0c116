/**
 * What accounts of the system own in /home, as a database of a container does, where these are others on the target: nobody can give a
 * system account another number. It is left out, and the person is asked whether that is for good.
 */
import { z } from 'zod'
import { keepAlwaysChoice } from '../../../../commons/kept/on-pair/keep-always.ts'
import type { Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import * as choices from '../choices/texts.ts'
import type { ToldScan } from '../compare/read-entries.ts'
import type { AnsweredRule } from '../exclusions/decide.ts'
import { exclusionOf } from '../exclusions/path-change.ts'
import { findOwned } from '../../owner-verbs.ts'
import * as texts from '../texts.ts'
import { folderOfPerson } from './always-taken.ts'
import { fingerprintOf } from './fingerprint.ts'
import { idOf, marks } from './folder-decisions.ts'
import { shownPath } from './shown-path.ts'

/** Below it, accounts are the system's (login.defs(5), UID_MIN). */
const firstOfPersons = 1000

/** An account that owns something on the source, and is another one, or none, on the other. */
export interface OtherOwner {
  readonly kind: 'user' | 'group'
  /** By its name, or by its number where it has none. */
  readonly name: string
  readonly number: number
  /** What is known of it on the target. */
  readonly there: texts.OwnerThere
}

export const ownedPlaceSchema = z.object({
  id: z.string(),
  /** As it is shown: "shop/pgdata". */
  place: z.string(),
  path: z.string(),
  /** The line of home.stignore that leaves it out. */
  exclusion: z.string(),
  /** "user 999 (systemd-coredump on XPS 13)" */
  owners: z.array(z.string()),
  about: z.string(),
})
export type OwnedPlace = z.infer<typeof ownedPlaceSchema>

export function isOfSystem({ number }: Pick<OtherOwner, 'number'>): boolean {
  return number < firstOfPersons
}

/** Undefined where these are too many, or no line can leave one of them out. */
export async function findOwnedPlaces(
  { from, to }: { readonly from: Machine; readonly to: Pair['to'] },
  { scanId, person }: Pick<ToldScan, 'scanId' | 'person'>,
  owners: readonly OtherOwner[],
  { signal }: CallOptions,
): Promise<readonly OwnedPlace[] | undefined> {
  if (owners.length === 0) return []
  const named = (kind: OtherOwner['kind']) => owners.filter((one) => one.kind === kind).map(({ name }) => name)
  const { places } = await from.call(findOwned, { scanId, users: named('user'), groups: named('group') }, { signal })
  const personFolder = folderOfPerson(person)
  const found = places?.map(({ path, users, groups }) => {
    const isIn = ({ kind, name }: OtherOwner) => (kind === 'user' ? users : groups).includes(name)
    return ownedPlace(
      path,
      personFolder,
      owners.filter(isIn).map((one) => texts.ownerThere(one, to.label)),
    )
  })
  return found?.every((one) => one !== undefined) === true ? found : undefined
}

function ownedPlace(path: BytePath, personFolder: BytePath, owners: readonly string[]): OwnedPlace | undefined {
  const { exclusion } = exclusionOf([path], personFolder)
  if (exclusion === undefined) return undefined
  const shown = shownPath(path, personFolder)
  const place = textFromBytePath(shown)
  return { id: idOf(shown, marks.owners), place, path, exclusion, owners: [...owners], about: fingerprintOf(owners) }
}

export function ownedQuestion({ id, place, exclusion, owners, about }: OwnedPlace, pair: Pair): Question {
  const rule = { kind: 'home', pattern: exclusion } as const
  return {
    id,
    stepId: stepIds.home,
    pageId: wizardPages.home.id,
    form: 'choice',
    title: place,
    subject: { kind: 'home', place },
    about,
    reason: texts.reasons.owned(owners),
    choices: [
      { id: 'keep', ...choices.leaveOwned(pair), meaning: 'keep', bulk: true },
      keepAlwaysChoice<AnsweredRule>(choices.keepAlways(pair), rule),
    ],
    safeDefault: 'keep',
    required: true,
    secret: false,
    canLook: false,
  }
}
