import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence, type Tell } from '../../contract/catalogue.ts'
import { messageSchema } from '../../contract/message.ts'
import { formatExactTime } from '../../kernel/format-exact-time.ts'
import { countOf, formatBytes } from '../../kernel/units.ts'

const ofPlace = z.object({ place: z.string() })
const what = z.object({ what: z.string() })
const part = z.object({ subvolume: z.string(), at: z.string() })
const copiedSchema = z.object({
  ...{ place: z.string(), sets: z.number(), bytes: z.number(), removed: z.number() },
  isWhole: z.boolean(),
  /** Paths there of what is no copy, or cannot be removed. */
  others: z.array(z.string()).optional(),
  /** What is there of the newest snapshot. */
  isDamaged: z.boolean().optional(),
})
const verifiedSchema = z.object({
  ...{ place: z.string(), part: z.number(), of: z.number(), copies: z.number() },
  others: z.array(z.string()).optional(),
})

/** Names of places that are not connected, while another one is done. */
const awaySchema = z.array(z.string()).optional()

const toDisk = 'Connect the disk, then try again.'
const notReliable =
  'Do not rely on this copy. Copy to another place now, and check the disk: "journalctl -k" tells what it could not read.'

/** Short: the list of places names all of them, and says why. */
function othersTold(places: readonly { readonly others?: readonly string[] | undefined }[]): string {
  const [first, ...more] = places.flatMap(({ others = [] }) => others)
  if (first === undefined) return ''
  return ` Left there: ${first}${more.length === 0 ? '' : ` and ${more.length} more`}.`
}

const awayTold = (away: readonly string[] = []): string =>
  away.length === 0 ? '' : ` Not connected: ${away.join(', ')}.`

function copiedText({ place, sets, bytes, isWhole, isDamaged }: z.infer<typeof copiedSchema>): string {
  if (isDamaged === true) return `The newest copy in ${place} is damaged.`
  if (sets === 0) return `${place} has the newest snapshot already.`
  const unread = isWhole ? '' : ' Some files could not be read.'
  return `Copied ${countOf(sets, 'snapshot')} to ${place} (${formatBytes(bytes)}).${unread}`
}

function removedText(places: readonly z.infer<typeof copiedSchema>[]): string {
  const all = places.reduce((sum, { removed }) => sum + removed, 0)
  return all === 0 ? '' : ` ${countOf(all, 'old copy', 'old copies')} removed.`
}

function verifiedText({ place, part: one, of, copies }: z.infer<typeof verifiedSchema>): string {
  return of === 1
    ? `Read all of ${place}: ${countOf(copies, 'copy', 'copies')} verified.`
    : `Read part ${one} of ${of} of ${place}. No errors.`
}

const failedSchema = z.array(z.object({ place: z.string(), why: messageSchema }))
const notVerifiedSchema = z.object({ failed: failedSchema, done: z.array(verifiedSchema), away: awaySchema })

function notVerifiedText({ failed, done, away }: z.infer<typeof notVerifiedSchema>, tell: Tell): string {
  const told = failed.map(({ place, why }) => `Not verified in ${place}: ${tell(why)}`)
  return `${[...told, ...done.map(verifiedText)].join(' ')}${awayTold(away)}`
}

const namedAtMost = 5

export const copiesMessages = defineCatalogue('copies', {
  job: sentence(noData, () => 'Copies'),
  noPlaces: sentence(noData, () => 'There is no place to copy to yet.'),
  copied: sentence(
    z.object({ places: z.array(copiedSchema), away: awaySchema }),
    ({ places, away }) =>
      `${places.map(copiedText).join(' ')}${removedText(places)}${othersTold(places)}${awayTold(away)}`,
  ),
  verified: sentence(
    z.object({ places: z.array(verifiedSchema), away: awaySchema }),
    ({ places, away }) => `${places.map(verifiedText).join(' ')}${othersTold(places)}${awayTold(away)}`,
  ),
  copying: sentence(what, ({ what: folder }) => `Copying ${folder}`),
  pruning: sentence(z.object({ place: z.string() }), ({ place }) => `Giving back what no copy in ${place} needs`),
  bringingBack: sentence(what, ({ what: name }) => `Bringing back ${name}`),
  fetching: sentence(noData, () => 'Fetching files from the copy'),
  reading: sentence(what, ({ what: name }) => `Reading ${name}`),
  neededAsBase: sentence(ofPlace, ({ place }) => `The next copy to ${place} builds on it`),
  beingCopied: sentence(noData, () => 'It is being copied'),
  broughtBack: sentence(
    z.object({ place: z.string(), laptop: z.string(), at: z.string().optional() }),
    ({ place, laptop, at }) =>
      `Brought back from ${place}: snapshot of ${laptop}${at === undefined ? '' : `, ${formatExactTime(at)}`}`,
  ),
  beforeCopying: sentence(noData, () => 'Before copying'),
  withoutMemory: sentence(noData, () => 'It is made again when the place is next looked into.'),
  withoutCopy: sentence(noData, () => 'Without it that copy is not listed.'),
  withoutDigests: sentence(noData, () => 'The copy is compared with its snapshot again, if that is still there.'),

  sheetNotKept: problem('needs-answers', z.object({ place: z.string() }), ({ place }) => ({
    message: `The password of ${place} would be gone, and nobody could read what is in it.`,
    hint: `Print its recovery sheet and confirm it ("pc-switcher copies sheet '${place}'"), or remove it with --force.`,
  })),
  inTheWay: problem('blocked', z.object({ folder: z.string(), place: z.string() }), ({ folder, place }) => ({
    message: `${folder} on ${place} has the name of this copy, and is no whole one.`,
    hint: 'Look what it is, and rename or delete it there. Then copy again.',
  })),
  copyChanged: problem('not-verified', z.object({ subvolume: z.string() }), ({ subvolume }) => ({
    message: `The copy of ${subvolume} was changed or is not whole.`,
    hint: 'Choose another copy.',
  })),
  partMissing: problem('not-verified', part, ({ subvolume, at }) => ({
    message: `The copy of ${formatExactTime(at)} lacks ${subvolume}.`,
    hint: notReliable,
  })),
  damaged: problem(
    'not-verified',
    z.object({ place: z.string(), at: z.string(), count: z.number() }),
    ({ place, at, count }) => ({
      message:
        count === 1
          ? `The copy of ${formatExactTime(at)} on ${place} is damaged: it is not what was copied.`
          : `${countOf(count, 'copy', 'copies')} on ${place} are damaged, that of ${formatExactTime(at)} among them.`,
      hint: notReliable,
    }),
  ),
  noCopy: problem('not-found', z.object({ id: z.string(), place: z.string() }), ({ id, place }) => ({
    message: `No copy in ${place} has an ID that starts with "${id}".`,
    hint: `"pc-switcher copies list '${place}'" shows what is there.`,
  })),
  severalCopies: problem(
    'invalid-input',
    z.object({ id: z.string(), found: z.array(z.string()) }),
    ({ id, found }) => ({
      message: `"${id}" fits ${found.length} copies: ${found.slice(0, namedAtMost).join(', ')}${found.length > namedAtMost ? ` and ${found.length - namedAtMost} more` : ''}.`,
      hint: 'Type more of the ID.',
    }),
  ),
  twoCopies: problem('invalid-input', z.object({ id: z.string() }), ({ id }) => ({
    message: `Both laptops have a copy ${id} there.`,
    hint: 'Say whose you mean with --of.',
  })),
  fileDamaged: problem('not-verified', noData, () => ({
    message: 'Something of what you chose is damaged in this copy.',
    hint: 'The details name it. Choose the other files one by one, another copy, or one in another place.',
  })),
  noFolder: problem('not-found', z.object({ path: z.string() }), ({ path }) => ({
    message: `There is no folder "${path}" in this copy.`,
    hint: 'Open another copy, or the folder around it.',
  })),
  notAllowed: problem('blocked', z.object({ path: z.string() }), ({ path }) => ({
    message: `You are not allowed to open "${path}".`,
    hint: 'It belongs to another account. Only its owner or an administrator can open it.',
  })),
  noSubvolume: problem('invalid-input', z.object({ subvolume: z.string() }), ({ subvolume }) => ({
    message: `That copy has no "${subvolume}".`,
  })),
  wrongWords: problem('needs-password', noData, () => ({
    message: 'These are not words of the password.',
    hint: 'Type two of the words as they stand on the printed sheet.',
  })),
  nothingToCopy: problem('locked', z.object({ why: messageSchema }), ({ why }, tell) => ({
    message: `There is no snapshot to copy yet, and none can be taken now: ${tell(why)}`,
    hint: 'Copy again when that is over.',
  })),
  someFailed: problem(
    'transfer-failed',
    z.object({ failed: failedSchema, done: z.array(z.string()), away: awaySchema }),
    ({ failed, done, away }, tell) => ({
      message: `${failed.map(({ place, why }) => `Not copied to ${place}: ${tell(why)}`).join(' ')}${awayTold(away)}`,
      hint: done.length === 0 ? toDisk : `Copied to ${done.join(' and ')}.`,
    }),
  ),
  someNotRead: problem('transfer-failed', notVerifiedSchema, (told, tell) => ({
    message: notVerifiedText(told, tell),
    hint: toDisk,
  })),
  someDamaged: problem('not-verified', notVerifiedSchema, (told, tell) => ({
    message: notVerifiedText(told, tell),
    hint: notReliable,
  })),
})
