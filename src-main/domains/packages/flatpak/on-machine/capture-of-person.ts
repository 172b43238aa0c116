/** The Flatpak apps that the person has for themselves: files of their home, listed by the program as the person. */
import path from 'node:path'
import { systemClock } from '../../../../kernel/clock.ts'
import { rememberWhile } from '../../../../kernel/remember-while.ts'
import type { HostContext } from '../../../../machine/machine.ts'
import { settledStampOf } from '../../../../tools/files/file-stamp.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import { readDeployed } from '../../../../tools/flatpak/deployed-refs.ts'
import {
  isFlatpakInstalled,
  listFlatpaks,
  listRemotes,
  ofPerson,
  type ListedFlatpak,
} from '../../../../tools/flatpak/flatpak-lists.ts'
import { foreignMounts } from '../../../../tools/mounts/mounted-homes.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { flatpakSchema, remoteNameSchema, type FlatpaksOfPerson, type Flatpak } from '../model.ts'

/** Below a home (flatpak(1), FLATPAK_USER_DIR). */
const place = '.local/share/flatpak'

interface Asked extends RunOptions {
  readonly person: HostContext['person']
}

const nothing: FlatpaksOfPerson = { isKnown: true, flatpaks: [], remotes: [] }

/** One program that does not answer keeps no switch from being planned: the plan says what is not known. */
export async function captureOfPerson(
  { person, logger }: Pick<HostContext, 'person' | 'logger'>,
  { signal }: RunOptions,
): Promise<FlatpaksOfPerson> {
  if (!isFlatpakInstalled() || !isCopied(person.home)) return nothing
  try {
    return await capture({ person, signal })
  } catch (error) {
    if (signal?.aborted === true) throw error
    logger.log('warn', 'the Flatpak apps of the person could not be listed', { error: String(error) })
    return { ...nothing, isKnown: false }
  }
}

/** What is mounted there is not copied with the home, and may never answer. */
function isCopied(home: string): boolean {
  const isWithin = (one: string, folder: string) => `${one}/`.startsWith(`${folder}/`)
  const whole = path.join(home, place)
  const mounted = foreignMounts('/home').map(({ target }) => target)
  return isWithin(whole, '/home') && !mounted.some((target) => isWithin(whole, target) || isWithin(target, whole))
}

/** Every version that is there, and what sources there are: asked again when any of it changed. */
function stampOfPerson({ person: { home } }: Asked): string | undefined {
  const sources = settledStampOf([statInside(home, `${place}/repo/config`)], systemClock.nowMs())
  if (sources === undefined) return undefined
  return JSON.stringify([home, sources, ...readDeployed(home, place)])
}

const capture = rememberWhile(stampOfPerson, async ({ person, signal }: Asked): Promise<FlatpaksOfPerson> => {
  // Without a repository the program would have nothing to list, and may make one.
  if (statInside(person.home, `${place}/repo/config`) === undefined) return nothing
  const [installation, commits] = [ofPerson(person), readDeployed(person.home, place)]
  const [flatpaks, remotes] = await Promise.all([
    listFlatpaks(installation, { signal }),
    listRemotes(installation, { signal }),
  ])
  const described = flatpaks.flatMap((listed) => describeFlatpak(listed, commits.get(listed.ref)))
  return {
    isKnown: true,
    // The person may have written anything there: what has no such name is not told.
    flatpaks: described.filter((one) => flatpakSchema.safeParse(one).success),
    remotes: remotes
      .filter(({ name }) => remoteNameSchema.safeParse(name).success)
      .map(({ name, title, url, options }) => ({
        ...{ name, title: title.slice(0, 200), url: withoutPassword(url).url.slice(0, 2000) },
        isDisabled: options.includes('disabled'),
      })),
  }
})

/** `commit`: the whole one. Without it there is no version that is used. */
export function describeFlatpak(listed: ListedFlatpak, commit: string | undefined): readonly Flatpak[] {
  if (commit === undefined) return []
  const { title, version } = listed
  return [{ ...listed, title: title.slice(0, 200), version: version.slice(0, 200), commit }]
}

/** Who may sign in somewhere stays on this laptop, and so does a token. What is no address to us is not told at all. */
export function withoutPassword(url: string): { readonly url: string; readonly hasPassword: boolean } {
  if (url !== '' && !URL.canParse(url)) return { url: '', hasPassword: true }
  const plain = url.replace(/[?#].*$/s, '').replace(/^([a-z+]+:\/\/)[^/]*@/i, '$1')
  return { url: plain, hasPassword: plain !== url }
}
