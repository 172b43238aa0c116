/**
 * flatpak-installation(5): installations for everybody beside the usual one, "/etc/flatpak/installations.d/extra.conf". They may be
 * on a disk that is not there, so what is in them is read from their folders, without flatpak.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { textFromBytePath } from '../../kernel/byte-path.ts'
import { readDeployed } from './deployed-refs.ts'

const folder = '/etc/flatpak/installations.d'

export interface OtherInstallation {
  readonly name: string
  readonly path: string
}

/** What changes when one is added, taken away or written anew, and when an app in it is. */
export function placesOfOthers(): readonly string[] {
  return [
    folder,
    ...filesHere(),
    ...readOthers().flatMap((one) => [path.join(one.path, '.changed'), path.join(one.path, 'app')]),
  ]
}

export function readOthers(): readonly OtherInstallation[] {
  return filesHere().flatMap((file) => parseInstallations(readFileSync(file, 'utf8')))
}

function filesHere(): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .map((name) => path.join(folder, name))
}

/** A key file: [Installation "extra"] and below it Path=. What has no path, flatpak refuses too. */
export function parseInstallations(text: string): readonly OtherInstallation[] {
  return text.split(/^(?=\[)/m).flatMap((group) => {
    const name = /^\[Installation "([^"\n]+)"\]/.exec(group)?.[1]
    const place = /^Path\s*=\s*(\/.*?)\s*$/m.exec(group)?.[1]
    return name === undefined || place === undefined ? [] : [{ name, path: place }]
  })
}

/** "app/org.gnome.Maps/x86_64/stable", of each that is there. Nothing where its disk is not. */
export function listAppsIn(installation: OtherInstallation): readonly string[] {
  const refs = [...readDeployed(installation.path, '.').keys()].map(textFromBytePath)
  return refs.filter((ref) => ref.startsWith('app/')).sort()
}
