import path from 'node:path'
import { systemClock } from '../../../../kernel/clock.ts'
import { rememberWhile } from '../../../../kernel/remember-while.ts'
import { answer } from '../../../../machine/machine.ts'
import { settledStamp } from '../../../../tools/files/file-stamp.ts'
import {
  activeCommit,
  dateOf,
  isFlatpakInstalled,
  keysOfRemote,
  listFlatpaks,
  listMasks,
  listPins,
  listRemotes,
  ofEverybody,
  ofPerson,
  overrideNames,
  placesOfKeys,
  readOverrides,
  systemInstallation,
  type ListedFlatpak,
  type ListedRemote,
} from '../../../../tools/flatpak/flatpak-lists.ts'
import { listAppsIn, placesOfOthers, readOthers } from '../../../../tools/flatpak/other-installations.ts'
import { isOstreeInstalled } from '../../../../tools/flatpak/ostree.ts'
import { showKeys } from '../../../../tools/gpg.ts'
import { readRoomFor } from '../../../../tools/mounts/room.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import {
  refSchema,
  remoteNameSchema,
  type Flatpak,
  type FlatpakCapture,
  type OtherInstallation,
  type Remote,
} from '../model.ts'
import { readFailures } from '../../on-machine/program-failures.ts'
import { captureFlatpaks, dateFlatpaks } from '../verbs.ts'
import { captureOfPerson, describeFlatpak, withoutPassword } from './capture-of-person.ts'

type Installed = Omit<FlatpakCapture, 'person' | 'room' | 'failures'>

const nothing: Omit<Installed, 'hasOstree'> = {
  isInstalled: false,
  flatpaks: [],
  remotes: [],
  masks: [],
  pins: [],
  overrides: [],
  others: [],
}

export const answerCapture = answer(captureFlatpaks, async (_input, { host, signal }) => ({
  ...(await captureHere({ signal })),
  person: await captureOfPerson(host, { signal }),
  room: await readRoomFor(systemInstallation, { signal }),
  failures: readFailures(host.stateFolder, 'flatpak'),
}))

export const answerDates = answer(dateFlatpaks, async ({ refs, scope }, { host, signal }) => {
  const installation = scope === undefined ? ofEverybody : ofPerson(host.person)
  const dates = []
  for (const ref of refs) {
    const date = await dateOf(ref, installation, { signal })
    if (date !== undefined) dates.push({ ref, at: date.toISOString() })
  }
  return { dates }
})

/** Asked again only when something was installed, removed or set since. */
export const captureHere = rememberWhile(stampOfInstallation, capture)

async function capture(options: RunOptions): Promise<Installed> {
  const hasOstree = isOstreeInstalled()
  if (!isFlatpakInstalled()) return { ...nothing, hasOstree }
  const [flatpaks, remotes, masks, pins] = await Promise.all([
    listFlatpaks(ofEverybody, options),
    listRemotes(ofEverybody, options),
    listMasks(options),
    listPins(options),
  ])
  return {
    isInstalled: true,
    hasOstree,
    flatpaks: (await Promise.all(flatpaks.map(describe))).flat(),
    remotes: await Promise.all(remotes.map((one) => describeRemote(one, options))),
    masks: [...masks],
    pins: [...pins],
    overrides: [...readOverrides()],
    others: describeOthers(),
  }
}

/** One that is being removed has no active version any more. */
async function describe(listed: ListedFlatpak): Promise<readonly Flatpak[]> {
  return describeFlatpak(listed, await activeCommit(listed.ref))
}

/** What has no name that the program takes is not told: it could not be asked for by that. */
function describeOthers(): OtherInstallation[] {
  return readOthers()
    .filter(({ name }) => remoteNameSchema.safeParse(name).success)
    .map((one) => ({ name: one.name, apps: listAppsIn(one).filter((ref) => refSchema.safeParse(ref).success) }))
}

async function describeRemote(listed: ListedRemote, options: RunOptions): Promise<Remote> {
  const keyring = keysOfRemote(listed.name)
  const { url, hasPassword } = withoutPassword(listed.url)
  return {
    ...{ name: listed.name, title: listed.title.slice(0, 200), url, hasPassword, collection: listed.collection },
    isSigned: !listed.options.includes('no-gpg-verify'),
    isDisabled: listed.options.includes('disabled'),
    isFiltered: listed.filter !== '',
    keys: keyring === undefined ? [] : [...(await showKeys(keyring, options))],
    keyring: keyring?.toString('base64') ?? '',
  }
}

/** Flatpak touches ".changed" whenever it installs or removes; a person may write what it reads besides. */
function stampOfInstallation(): string | undefined {
  const overrides = overrideNames().map((name) => `overrides/${name}`)
  const places = ['.changed', 'repo', 'repo/config', ...placesOfKeys(), 'overrides', ...overrides]
  const files = [...places.map((place) => path.join(systemInstallation, place)), ...placesOfOthers()]
  return settledStamp(['/usr/bin/flatpak', '/usr/bin/ostree', ...files], systemClock.nowMs())
}
