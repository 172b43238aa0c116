/** Flatpak apps as two laptops have them, and a pair that answers with them. */
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { Flatpak, FlatpakCapture, Remote } from '../../../src-main/domains/packages/flatpak/model.ts'
import { probeFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/probe-flatpaks.ts'
import { dateFlatpaks } from '../../../src-main/domains/packages/flatpak/verbs.ts'
import type { Pair } from '../../../src-main/switch/step.ts'

export const commit = (digit: string) => digit.repeat(64)
export const flatpak = (ref: string, more: Partial<Flatpak> = {}): Flatpak => ({
  ...{ ref, origin: 'flathub', commit: commit('a'), title: '', version: '', runtime: '', installedBytes: 1 },
  ...more,
})
export const flathub: Remote = {
  ...{ name: 'flathub', title: 'Flathub', url: 'https://dl.flathub.org/repo/', collection: 'org.flathub.Stable' },
  ...{ hasPassword: false, isSigned: true, isDisabled: false, isFiltered: false },
  ...{ keys: [{ fingerprint: 'AB12', owner: 'Flathub' }], keyring: '' },
}
export const noneOfPerson: FlatpakCapture['person'] = { isKnown: true, flatpaks: [], remotes: [] }
export const capture = (more: Partial<FlatpakCapture>): FlatpakCapture => ({
  ...{ isInstalled: true, hasOstree: true, flatpaks: [], remotes: [] },
  ...{ masks: [], pins: [], overrides: [], others: [], failures: [] },
  room: { freeBytes: 1e12, fileSystem: 'disk' },
  person: noneOfPerson,
  ...more,
})
export const app = (name: string) => `app/org.example.${name}/x86_64/stable`
export const runtime = (name: string) => `runtime/org.example.${name}/x86_64/48`

/** `silent`: the one that does not tell when its apps were made. */
export function pairOf(from: FlatpakCapture, to: FlatpakCapture, silent?: FlatpakCapture): Pair {
  // Those of the source were made later.
  const machine = (label: string, answer: FlatpakCapture) => ({
    label,
    call: ({ name }: { readonly name: string }, { refs = [] }: { readonly refs?: readonly string[] }) => {
      const at = answer === from ? '2026-11-20T08:00:00Z' : '2026-11-19T08:00:00Z'
      const dates = answer === silent ? [] : refs.map((ref) => ({ ref, at }))
      return Promise.resolve(name === dateFlatpaks.name ? { dates } : answer)
    },
  })
  return { from: machine('P17', from), to: machine('XPS 13', to) } as unknown as Pair
}

export function planOf(
  from: FlatpakCapture,
  to: FlatpakCapture,
  rules: readonly PackageRule[] = [],
  silent?: FlatpakCapture,
) {
  return probeFlatpaks(pairOf(from, to, silent), () => Promise.resolve(rules), {})
}
