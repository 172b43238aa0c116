/** Files that are looked for in the app while a person types: of the plan that is shown, and in all snapshots. */
import { useEffect, useMemo, useState } from 'react'
import type { FoundName } from '../../../src-main/contract/files-calls.ts'
import { effects } from '../../../src-main/contract/switch-calls.ts'
import type { SnapshotSubvolume } from '../../../src-main/contract/snapshot-calls.ts'
import type { PlanView } from '../../../src-main/contract/switch-state.ts'
import { newCallId, type Client } from '../../client/client.ts'
import { folderOf, nameOf, shownPath, textOfPath } from '../../format/path-text.ts'
import { filesHash } from '../../pages/snapshots/snapshots-routes.ts'
import { isListed } from '../../pages/wizard/plan/use-listed-changes.ts'
import { routeHash } from '../../router/route.ts'
import { useAnswers, useClient, useOverview, useSwitchState } from '../../stores/app-context.tsx'
import { useDebounced } from '../../stores/use-debounced.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import { wantedFile, type PalettePlace, type WantedFile } from './places.ts'

const typingPauseMs = 300
const mostAsked = 50
const mostOfPlan = 6

interface Found {
  /** What was looked for, as text. */
  readonly wanted: string
  readonly places: readonly PalettePlace[]
  readonly hasFailed: boolean
}

interface FilePlaces {
  readonly places: readonly PalettePlace[]
  readonly isSearching: boolean
  readonly hasFailed: boolean
}

interface Known {
  readonly laptops: LaptopNames
  /** Of both laptops, for where a path is for whoever works there. */
  readonly subvolumes: readonly SnapshotSubvolume[]
}

export function useFilePlaces(typed: string, { laptops, subvolumes }: Known): FilePlaces {
  const client = useClient()
  const state = useSwitchState()
  const { answers } = useAnswers()
  const { value: overview } = useOverview()
  const [found, setFound] = useState<Found>({ wanted: '', places: [], hasFailed: false })
  const asked = useDebounced(typed, typingPauseMs)
  const wanted = useMemo(() => wantedFile(asked), [asked])
  const plan = state?.kind === 'planned' ? state.plan : undefined
  const home = overview?.home
  useEffect(() => {
    if (wanted === undefined) return
    const search = beginSearch(client, wanted, { plan, answers, home, laptops, subvolumes })
    let isWanted = true
    search.result.then(
      (result) => isWanted && setFound({ wanted: asked, ...result }),
      () => undefined,
    )
    return () => {
      isWanted = false
      search.stop()
    }
    // What the window learns meanwhile does not begin the search anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [client, wanted])
  const isCurrent = found.wanted === typed && wanted !== undefined
  return {
    places: isCurrent ? found.places : [],
    isSearching: wantedFile(typed) !== undefined && !isCurrent,
    hasFailed: isCurrent && found.hasFailed,
  }
}

interface SearchIn extends Known {
  readonly plan: PlanView | undefined
  readonly answers: Readonly<Record<string, string>>
  readonly home: string | undefined
}

function beginSearch(client: Client, wanted: WantedFile, around: SearchIn) {
  const callId = newCallId()
  let isDone = false
  const inSnapshots = client
    .call('filesFind', { name: wanted.name, limit: mostAsked }, callId)
    .finally(() => (isDone = true))
  const result = Promise.allSettled([inPlan(client, wanted, around), inSnapshots]).then(([planned, kept]) => ({
    places: [
      ...(planned.status === 'fulfilled' ? planned.value : []),
      ...(kept.status === 'fulfilled' ? foundPlaces(kept.value.found, wanted, around) : []),
    ],
    hasFailed: kept.status === 'rejected' || planned.status === 'rejected',
  }))
  return {
    result,
    stop: () => {
      // A search through all snapshots goes on otherwise; that it has just ended is no matter.
      if (!isDone) client.call('taskCancel', { callId }).catch(() => undefined)
    },
  }
}

async function inPlan(
  client: Client,
  { name, folder }: WantedFile,
  { plan, answers }: SearchIn,
): Promise<PalettePlace[]> {
  if (plan === undefined) return []
  const blocks = plan.steps.flatMap(({ id }) => plan.previews[id]?.blocks ?? []).filter((one) => one.kind === 'changes')
  const found = await Promise.all(
    blocks.map(async (block) => {
      const search = { search: name, effects: [...effects], offset: 0, limit: mostAsked, answers: { ...answers } }
      const { entries } = isListed(block)
        ? await client.call('switchChanges', { ...search, stepId: block.listedBy })
        : {
            entries: block.changes.filter((change) =>
              textOfPath(change.name).toLowerCase().includes(name.toLowerCase()),
            ),
          }
      return entries.map((change) => ({ change, in: { page: block.pageId, list: block.title } }))
    }),
  )
  const inFolder = folder.replace(/^~\/?/, '')
  return found
    .flat()
    .filter(({ change }) => textOfPath(change.name).toLowerCase().includes(inFolder))
    .slice(0, mostOfPlan)
    .map(({ change, in: place }) => {
      const title = textOfPath(change.name)
      const hash = routeHash({ kind: 'wizard', ...place, file: title })
      return { group: 'plan' as const, hash, title, detail: change.detail }
    })
}

/** The folder that has it, in the newest tree that has it. */
function foundPlaces(found: readonly FoundName[], { folder }: WantedFile, around: SearchIn): readonly PalettePlace[] {
  return found
    .map(({ laptop, newest, subvolume, path }) => {
      const known = around.subvolumes.find((one) => one.subvolume === subvolume)
      return {
        group: 'files' as const,
        hash: filesHash({ id: newest, laptop, subvolume, folder: folderOf(path), file: nameOf(path) }),
        title: shownPath(known, path, around.home),
        whole: shownPath(known, path),
        detail: around.laptops.labelOf(laptop),
      }
    })
    .filter(({ title, whole }) => [title, whole].some((path) => path.toLowerCase().includes(folder)))
    .map(({ group, hash, title, detail }) => ({ group, hash, title, detail }))
}
