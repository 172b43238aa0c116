/** What the list of a laptop in ~/system-state tells of Flatpak. */
import { createHash } from 'node:crypto'
import { byKey, onlySet } from '../../on-pair/programs/listed-apps.ts'
import type { Listed } from '../../on-pair/programs/program-source.ts'
import type { Flatpak, FlatpakCapture } from '../model.ts'

export function listedFlatpaks({
  flatpaks: installed,
  remotes,
  masks,
  pins,
  overrides,
  person,
}: FlatpakCapture): Listed {
  const sources = remotes.map(({ name, url, keys }) => {
    const words = [url, ...keys.map(({ fingerprint }) => fingerprint)].filter((word) => word !== '')
    return [name, words.join(' ')] as const
  })
  return {
    apps: { flatpak: versionsOf(installed), ...(person.isKnown && { flatpakInHome: versionsOf(person.flatpaks) }) },
    settings: {
      'flatpak-source': byKey(sources),
      ...(person.isKnown && { 'flatpak-source-in-home': byKey(person.remotes.map(({ name, url }) => [name, url])) }),
      'flatpak-mask': byKey(masks.map(onlySet)),
      'flatpak-pin': byKey(pins.map(onlySet)),
      'flatpak-permissions': byKey(overrides.map(({ name, text }) => [name, digestOf(text)])),
    },
  }
}

function versionsOf(all: readonly Flatpak[]) {
  return byKey(all.map(({ ref, version, commit }) => [ref, { version, commit }]))
}

/** Tells whether it changed, and not what it is. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
