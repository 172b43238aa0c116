import { nameOf } from './names.ts'
import type { FlatpakPlan } from './flatpak-plan.ts'
import { changed } from '../../on-pair/apps/texts.ts'

/** What changed since the person answered, a sentence each. */
export function describeChanges(agreed: FlatpakPlan, now: FlatpakPlan): readonly string[] {
  const byVersion = ({ ref, commit }: { readonly ref: string; readonly commit: string }) => `${ref} ${commit}`
  const byKeys = ({ name, url, keys }: FlatpakPlan['remotes'][number]) =>
    [name, url, ...keys.map(({ fingerprint }) => fingerprint)].join(' ')
  const [coming, was] = [now, agreed].map(({ install, update }) => [...install, ...update])
  return [
    ...onlyIn(coming, was, byVersion).map((one) => changed.nowInstalled(nameOf(one))),
    ...onlyIn(was, coming, byVersion).map((one) => changed.noLonger(nameOf(one))),
    ...onlyIn(now.removals, agreed.removals, byVersion).map((one) => changed.newQuestion(nameOf(one))),
    ...onlyIn(agreed.removals, now.removals, byVersion).map((one) => changed.goneQuestion(nameOf(one))),
    ...onlyIn(now.remotes, agreed.remotes, byKeys).map(({ name }) => changed.newQuestion(name)),
    ...onlyIn(agreed.remotes, now.remotes, byKeys).map(({ name }) => changed.goneQuestion(name)),
  ]
}

function onlyIn<T>(these: readonly T[] = [], those: readonly T[] = [], key: (one: T) => string): readonly T[] {
  const known = new Set(those.map(key))
  return these.filter((one) => !known.has(key(one)))
}
