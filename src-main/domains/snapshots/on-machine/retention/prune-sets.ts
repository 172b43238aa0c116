import type { Output } from '../../../../contract/define.ts'
import type { RetentionPolicy } from '../../../../contract/snapshot-calls.ts'
import { readBtrfsUsage } from '../../../../tools/btrfs/btrfs-usage.ts'
import { assessRetention, type RetentionCandidate } from '../../../../commons/snapshot-sets/retention.ts'
import type { assessSnapshots, KeptSet, pruneSnapshots } from '../../verbs.ts'
import { deleteSets, type RemoveOptions } from '../sets/delete-sets.ts'
import { listSets, type ListSetsOptions } from '../sets/list-sets.ts'
import { readHeld } from '../measure/measure-held.ts'
import { isAside, isWhole } from '../sets/refusals.ts'
import { readRetentionFile } from './retention-file.ts'

type Assessment = Output<typeof assessSnapshots>

/** What the policy says about every set of this laptop now. */
export async function assessSets(
  stateFolder: string,
  policy: RetentionPolicy | undefined,
  options: ListSetsOptions,
): Promise<Assessment> {
  const [{ sets }, { totalBytes }] = await Promise.all([
    listSets(stateFolder, options),
    readBtrfsUsage(stateFolder, options),
  ])
  const inForce = policy ?? readRetentionFile(stateFolder).policy
  const facts = { diskBytes: totalBytes, heldBytes: readHeld(stateFolder, sets) }
  const verdicts = assessRetention(sets.map(candidateOf), inForce, facts, new Date())
  return { sets: [...sets], verdicts: verdicts.map((verdict, index) => ({ ...verdict, ...placeOf(sets[index]) })) }
}

/** A set that deletion refuses is kept, with the reason. */
export async function pruneSets(
  stateFolder: string,
  { policy, onlyWhenEnabled }: { readonly policy?: RetentionPolicy | undefined; readonly onlyWhenEnabled: boolean },
  options: RemoveOptions,
): Promise<Output<typeof pruneSnapshots>> {
  if (onlyWhenEnabled && !readRetentionFile(stateFolder).enabled) return { sets: [], verdicts: [] }
  const assessed = await assessSets(stateFolder, policy, options)
  const going = assessed.verdicts.filter(({ keep }) => !keep).map(({ id }) => id)
  const { refused, pendingBytes } = await deleteSets(stateFolder, going, options)
  const verdicts = assessed.verdicts.map((verdict) => {
    const refusal = refused.find(({ id }) => id === verdict.id)
    return refusal === undefined ? verdict : { ...verdict, keep: true, why: refusal.why }
  })
  return { sets: assessed.sets, verdicts, ...(pendingBytes === undefined ? {} : { pendingBytes }) }
}

function candidateOf(set: KeptSet): RetentionCandidate {
  const { id, at, content, pinned, neededBecause, space } = set
  const description = content.kind === 'described' ? content.description : undefined
  const ofSwitch = description?.reason === 'before-switch' || description?.reason === 'after-switch'
  return {
    id,
    at,
    whole: isWhole(set),
    readable: description !== undefined,
    foreign: false,
    aside: isAside(set),
    pinned,
    neededBecause,
    switchId: ofSwitch ? description.switchId : undefined,
    bytes: space.kind === 'unknown' ? undefined : space.bytes,
  }
}

function placeOf(set: KeptSet | undefined): Pick<KeptSet, 'at' | 'space'> {
  if (set === undefined) throw new Error('a verdict without a set')
  return { at: set.at, space: set.space }
}
