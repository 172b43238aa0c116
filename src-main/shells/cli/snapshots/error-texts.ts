/** What the snapshot commands refuse, in words; each becomes the message and hint of an AppError. */
import type { Snapshot } from '../../../contract/snapshot-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'

const howToList = 'List them with: pc-switcher snapshots list'

export function noSuchSnapshot(wanted: string, on: string | undefined): ErrorText {
  return {
    message: `No snapshot${on === undefined ? '' : ` on ${on}`} has an ID that starts with "${wanted}".`,
    hint: howToList,
  }
}

const namedAtMost = 5

export function severalSnapshots(wanted: string, found: readonly Pick<Snapshot, 'id' | 'laptop'>[]): ErrorText {
  const named = found.slice(0, namedAtMost).map(({ id, laptop }) => `${id} on ${laptop}`)
  const more = found.length - named.length
  return {
    message: `"${wanted}" fits ${found.length} snapshots: ${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}.`,
    hint: 'Type more of the ID, or name the laptop with --on HOST.',
  }
}

export function notPlain(path: string): ErrorText {
  return {
    message: `"${path}" has "." or ".." in it.`,
    hint: 'Give the path as it is without them, such as /home/alice.',
  }
}

export function notInSnapshot(path: string, has: readonly string[]): ErrorText {
  return { message: `${path} is not in this snapshot.`, hint: `The snapshot has: ${has.join(', ')}.` }
}

export function noSuchSubvolume(subvolume: string, has: readonly string[]): ErrorText {
  return { message: `This snapshot has no subvolume "${subvolume}".`, hint: `It has: ${has.join(', ')}.` }
}

export function noSuchLaptop(wanted: string, known: readonly string[]): ErrorText {
  return { message: `There is no laptop "${wanted}".`, hint: `Use one of: ${known.join(', ')}.` }
}

export function noVersionOf(path: string): ErrorText {
  return {
    message: `No snapshot has ${path}.`,
    hint: 'Give the whole path. To search for a name: pc-switcher snapshots find NAME',
  }
}

export function onNeitherSide(path: string): ErrorText {
  return { message: `${path} is on neither side.`, hint: 'To list a folder: pc-switcher snapshots browse ID [PATH]' }
}

export function noSnapshotOf(subvolume: string): ErrorText {
  return { message: `No snapshot has a subvolume "${subvolume}".`, hint: howToList }
}

export function severalSubvolumes(subvolumes: readonly string[]): ErrorText {
  return {
    message: 'These paths are in different subvolumes of the snapshot.',
    hint: `Restore each on its own: ${subvolumes.join(', ')}.`,
  }
}

export function notText(name: string): ErrorText {
  return {
    message: `${name} is not text, or you may not read it.`,
    hint: 'Compare sizes and dates with: pc-switcher snapshots versions',
  }
}

export function notRollable(title: string, when: { readonly why: string; readonly hint: string }): ErrorText {
  return { message: `${title} can't be rolled back. ${when.why}`, hint: when.hint }
}

export function onlyAtNextStart(title: string, why: string): ErrorText {
  return {
    message: `${title} can't be rolled back now. ${why}`,
    hint: 'Roll back at the next restart with --at-next-start.',
  }
}

export const noLaptopAnswered: ErrorText = {
  message: 'No laptop answered, so nothing can be changed.',
  hint: 'Check both with: pc-switcher doctor',
}

export function invalidSetting(setting: string, names: readonly string[]): ErrorText {
  return { message: `"${setting}" is not a setting.`, hint: `Use NAME=NUMBER with one of: ${names.join(', ')}.` }
}
