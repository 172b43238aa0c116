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

export const copiesMessages = defineCatalogue('copies', {
  job: sentence(noData, () => 'Copies'),
  notEncrypted: sentence(
    noData,
    () => 'Copies on a btrfs disk are as readable as the disk is. If it can be stolen, use an encrypted disk.',
  ),
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
  reading: sentence(what, ({ what: name }) => `Reading ${name}`),
  neededAsBase: sentence(ofPlace, ({ place }) => `The next copy to ${place} builds on it`),
  beingCopied: sentence(noData, () => 'It is being copied'),
  broughtBack: sentence(
    z.object({ place: z.string(), laptop: z.string() }),
    ({ place, laptop }) => `Copy of ${laptop}, from ${place}`,
  ),
  beforeCopying: sentence(noData, () => 'Before copying'),
  withoutPlaces: sentence(noData, () => 'Without it no copies are made until the places are added again.'),
  withoutMemory: sentence(noData, () => 'It is made again when the place is next looked into.'),
  withoutCopy: sentence(noData, () => 'Without it that copy is not listed.'),
  withoutDigests: sentence(noData, () => 'The copy is compared with its snapshot again, if that is still there.'),

  noPlace: problem('not-found', z.object({ name: z.string() }), ({ name }) => ({
    message: `There is no place named "${name}" on this laptop.`,
    hint: '"pc-switcher copies list" shows all places.',
  })),
  nameTaken: problem('invalid-input', z.object({ name: z.string() }), ({ name }) => ({
    message: `This laptop already has a place named "${name}".`,
    hint: 'Choose another name, or remove that place first.',
  })),
  badName: problem('invalid-input', z.object({ name: z.string() }), ({ name }) => ({
    message: `"${name}" cannot be the name of a place.`,
    hint: 'Use up to 40 letters, digits, spaces, dots, underscores and hyphens, and begin with a letter or digit.',
  })),
  badWhere: problem('invalid-input', z.object({ where: z.string() }), ({ where }) => ({
    message: `"${where}" is no place for copies.`,
    hint: 'Give a device such as /dev/sdb1, a folder on another disk or on a NAS that is mounted, or an address such as sftp://alice@nas/srv/copies or s3://nas.local:9000/bucket.',
  })),
  noServer: problem('unreachable', z.object({ address: z.string(), port: z.number() }), ({ address, port }) => ({
    message: `No SSH server answers at ${address}, port ${port}.`,
    hint: 'Check that it is on, in this network, and offers SFTP. One that was asked often turns everybody away for a minute: then try again.',
  })),
  otherServer: problem('host-key-changed', z.object({ address: z.string() }), ({ address }) => ({
    message: `${address} shows another host key than the one that was agreed to.`,
    hint: 'Nothing was sent. If the server was set up anew, remove the place and add it again; otherwise something pretends to be it.',
  })),
  notAgreed: problem('invalid-input', z.object({ hostKey: z.string() }), ({ hostKey }) => ({
    message: `The server shows the host key ${hostKey}, which nobody has agreed to yet.`,
    hint: 'Compare it with what the server says of itself ("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub" there), and add --host-key with it.',
  })),
  notLetIn: problem('unreachable', z.object({ address: z.string(), line: z.string() }), ({ address, line }) => ({
    message: `${address} does not let this laptop in.`,
    hint: `Add this line to ~/.ssh/authorized_keys of the account there: ${line}`,
  })),
  keysNeeded: problem('invalid-input', noData, () => ({
    message: 'A bucket is opened with an access key and a secret key.',
    hint: 'The window and the command line at a terminal ask for both; a script hands them in with --key-stdin. A place that was added and lost them is removed and added again.',
  })),
  badCertificate: problem('invalid-input', noData, () => ({
    message: 'This is no certificate.',
    hint: 'Give the certificate of the authority that vouches for the server, as text that begins with "-----BEGIN CERTIFICATE-----".',
  })),
  noBucketServer: problem('unreachable', z.object({ address: z.string(), port: z.number() }), ({ address, port }) => ({
    message: `Nothing answers at ${address}, port ${port}, as a server of buckets does.`,
    hint: 'Check the address and the network, and that the server is on and speaks TLS there.',
  })),
  noBuckets: problem('unreadable-answer', z.object({ address: z.string() }), ({ address }) => ({
    message: `${address} answers, but not as a server of buckets does.`,
    hint: 'Give the address that programs use (its S3 endpoint), not that of its web page.',
  })),
  notTrusted: problem(
    'unreachable',
    z.object({ address: z.string(), why: z.enum(['unknown', 'other-name', 'out-of-date']) }),
    ({ address, why }) =>
      ({
        unknown: {
          message: `Nobody that this laptop trusts vouches for ${address}.`,
          hint: 'If the server is yours, add the certificate of its own authority (--ca FILE). Otherwise something pretends to be it.',
        },
        'other-name': {
          message: `The certificate of ${address} is for another name.`,
          hint: 'Use the name that the certificate has.',
        },
        'out-of-date': {
          message: `The certificate of ${address} is not valid today.`,
          hint: 'Check the clock of this laptop. If it is right, the server needs a new certificate.',
        },
      })[why],
  ),
  keysRefused: problem('blocked', z.object({ address: z.string() }), ({ address }) => ({
    message: `${address} does not accept these keys.`,
    hint: 'Check the access key and the secret key. Keys that were replaced there are given by removing the place and adding it again.',
  })),
  clockOff: problem('blocked', z.object({ address: z.string() }), ({ address }) => ({
    message: `The clocks of this laptop and of ${address} differ too much.`,
    hint: 'Turn on automatic time on both, then try again.',
  })),
  noBucket: problem('not-found', z.object({ address: z.string(), bucket: z.string() }), ({ address, bucket }) => ({
    message: `There is no bucket ${bucket} at ${address}.`,
    hint: 'Check its name, or create it there.',
  })),
  otherRegion: problem(
    'invalid-input',
    z.object({ address: z.string(), bucket: z.string() }),
    ({ address, bucket }) => ({
      message: `The bucket ${bucket} is not at ${address}, but in another region.`,
      hint: 'Give the address of its region, such as s3.eu-central-1.amazonaws.com.',
    }),
  ),
  bucketFails: problem('unreachable', z.object({ address: z.string(), status: z.number() }), ({ address, status }) => ({
    message: `${address} has an error of its own (${status}).`,
    hint: 'Nothing was changed. Try again later.',
  })),
  notAllowed: problem(
    'blocked',
    z.object({ bucket: z.string(), what: z.enum(['list', 'read', 'write', 'delete']) }),
    ({ bucket, what: denied }) => ({
      message: `These keys may not ${denied} in the bucket ${bucket}.`,
      hint: 'Allow them to list, read, write and delete there (ListBucket, GetObject, PutObject, DeleteObject), or use other keys.',
    }),
  ),
  locksStay: problem('blocked', z.object({ bucket: z.string() }), ({ bucket }) => ({
    message: `These keys may write in the bucket ${bucket}, and not delete.`,
    hint: 'Locks of a copy would stay, and keep the next ones out. Allow deleting (DeleteObject), at least in the folder "locks".',
  })),
  otherContents: problem('blocked', z.object({ bucket: z.string() }), ({ bucket }) => ({
    message: `What was read back from the bucket ${bucket} is not what was written.`,
    hint: 'Use another bucket.',
  })),
  keepsAll: sentence(
    noData,
    () =>
      'These keys may delete nothing there but locks, so copies only add up. Who has the keys can still overwrite them, unless the bucket keeps earlier versions.',
  ),
  reliedOn: problem(
    'blocked',
    z.object({ place: z.string(), first: z.string(), more: z.number() }),
    ({ place, first, more }) => ({
      message: `The files of the bundle ${first}${more === 0 ? '' : ` and ${more} more`} are put away in ${place}.`,
      hint: `Fetch them first: pc-switcher bundle bring-back ${first}`,
    }),
  ),
  sheetNotKept: problem('needs-answers', z.object({ place: z.string() }), ({ place }) => ({
    message: `The password of ${place} would be gone, and nobody could read what is in it.`,
    hint: `Print its recovery sheet and confirm it ("pc-switcher copies sheet '${place}'"), or remove it with --force.`,
  })),
  linksOfText: sentence(
    noData,
    () =>
      'The restic of this laptop is older than 0.16: it changes links that point to a name of other bytes than UTF-8. All else is kept as it is.',
  ),
  noFolder: problem('not-found', z.object({ where: z.string() }), ({ where }) => ({
    message: `There is no folder ${where}.`,
    hint: 'If it is on a disk, connect it and mount it, or give its device, such as /dev/sdb1.',
  })),
  ownDisk: problem('invalid-input', z.object({ where: z.string() }), ({ where }) => ({
    message: `${where} is on the same disk as the snapshots.`,
    hint: 'When that disk is lost, so are both. Choose another disk, or a NAS.',
  })),
  noFileSystem: problem('invalid-input', z.object({ where: z.string() }), ({ where }) => ({
    message: `${where} has no btrfs file system.`,
    hint: `Format it with "mkfs.btrfs ${where}" if it is empty. A disk with another file system can be used by a folder in it, once it is mounted.`,
  })),
  foreignFolder: problem('blocked', z.object({ where: z.string() }), ({ where }) => ({
    message: `${where} is not empty, and is no store of restic.`,
    hint: 'Choose an empty folder in it.',
  })),
  unlistedFolder: problem('blocked', z.object({ where: z.string() }), ({ where }) => ({
    message: `The account may not see what is in ${where}.`,
    hint: 'Choose a folder that belongs to it, or one that is not there yet.',
  })),
  placeTaken: problem('invalid-input', ofPlace, ({ place }) => ({
    message: `This is the place "${place}" already.`,
  })),
  notConnected: problem('unreachable', ofPlace, ({ place }) => ({
    message: `${place} is not connected.`,
    hint: toDisk,
  })),
  full: problem('disk-full', ofPlace, ({ place }) => ({
    message: `${place} is full.`,
    hint: 'Earlier copies there are whole. Free some space on it, or add a larger place.',
  })),
  notAFolder: problem('blocked', z.object({ folder: z.string() }), ({ folder }) => ({
    message: `${folder} on the disk is no ordinary folder.`,
    hint: 'Remove it there, or use another disk.',
  })),
  inTheWay: problem('blocked', z.object({ folder: z.string(), place: z.string() }), ({ folder, place }) => ({
    message: `${folder} on ${place} has the name of this copy, and is no whole one.`,
    hint: 'Look what it is, and rename or delete it there. Then copy again.',
  })),
  notReceived: problem('transfer-failed', noData, () => ({
    message: 'What the disk received is not what was sent.',
    hint: 'Copy again. If it happens again, check the disk.',
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
    message: `${place} has no copy ${id}.`,
    hint: `"pc-switcher copies list" shows what is there.`,
  })),
  twoCopies: problem('invalid-input', z.object({ id: z.string() }), ({ id }) => ({
    message: `Both laptops have a copy ${id} there.`,
    hint: 'Say whose you mean with --of.',
  })),
  noSubvolume: problem('invalid-input', z.object({ subvolume: z.string() }), ({ subvolume }) => ({
    message: `That copy has no "${subvolume}".`,
  })),
  storeThere: problem('needs-password', noData, () => ({
    message: 'There is a store at this place already.',
    hint: 'Give its password, which is on its recovery sheet.',
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
