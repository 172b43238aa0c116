import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'

const ofPlace = z.object({ place: z.string() })
const silentSchema = z.object({ address: z.string(), place: z.string(), isReached: z.boolean() })
/** `isReached`: it was, and gave no answer that is one. */
const serverSchema = z.object({ address: z.string(), port: z.number(), isReached: z.boolean() })
const ofStatus = z.object({ address: z.string(), status: z.number() })

export const placesMessages = defineCatalogue('places', {
  withoutPlaces: sentence(
    noData,
    () => 'Until the places are added again, no copies are made and bundles are neither pushed nor pulled.',
  ),
  notEncrypted: sentence(
    noData,
    () => 'Copies on a btrfs disk are as readable as the disk is. If it can be stolen, use an encrypted disk.',
  ),
  linksOfText: sentence(
    noData,
    () =>
      'The restic of this laptop is older than 0.16: it changes links that point to a name of other bytes than UTF-8. All else is kept as it is.',
  ),
  keepsAll: sentence(
    noData,
    () =>
      'These keys may delete nothing there but locks, so copies only add up. Who has the keys can still overwrite them, unless the bucket keeps earlier versions.',
  ),
  noPlace: problem('not-found', z.object({ name: z.string() }), ({ name }) => ({
    message: `There is no place named "${name}" on this laptop.`,
    hint: '"pc-switcher copies list" shows all places, and "pc-switcher copies place add" adds one.',
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
    message: `"${where}" is no place to keep anything.`,
    hint: 'Give a device, a folder on another disk, or an address: sftp://alice@nas/copies, s3://bucket/folder, s3://nas:9000/bucket or, for bundles, oci://ghcr.io/alice/bundles.',
  })),
  placeTaken: problem('invalid-input', ofPlace, ({ place }) => ({
    message: `This is the place "${place}" already.`,
  })),
  reliedOn: problem(
    'blocked',
    z.object({ place: z.string(), first: z.string(), more: z.number() }),
    ({ place, first, more }) => ({
      message: `The files of the bundle ${first}${more === 0 ? '' : ` and ${more} more`} are put away in ${place}.`,
      hint: `Fetch them first: pc-switcher bundle bring-back ${first}`,
    }),
  ),
  noDevice: problem('not-found', z.object({ where: z.string() }), ({ where }) => ({
    message: `There is no device ${where}.`,
    hint: '"pc-switcher copies place attached" lists the disks that are attached.',
  })),
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
  storeThere: problem('needs-password', noData, () => ({
    message: 'There is a store at this place already.',
    hint: 'Give its password, which is on its recovery sheet.',
  })),
  bundlesAlone: problem('invalid-input', ofPlace, ({ place }) => ({
    message: `${place} is a registry, which keeps bundles and no copies of snapshots.`,
    hint: 'Name a disk, a folder, a server or a bucket.',
  })),
  notConnected: problem('unreachable', ofPlace, ({ place }) => ({
    message: `${place} is not connected.`,
    hint: 'Connect the disk, then try again.',
  })),
  full: problem('disk-full', ofPlace, ({ place }) => ({
    message: `${place} is full.`,
    hint: 'What was there is whole. Free some space on it, or add a larger place.',
  })),
  notAFolder: problem('blocked', z.object({ folder: z.string(), place: z.string() }), ({ folder, place }) => ({
    message: `${folder} on ${place} is not what pc-switcher makes there.`,
    hint: 'Look what it is, and rename or delete it there, or use another disk.',
  })),
  notReceived: problem('transfer-failed', noData, () => ({
    message: 'What was received is not what was sent.',
    hint: 'Try again. If it happens again, check the disk.',
  })),
  noServer: problem('unreachable', serverSchema, ({ address, port }) => ({
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
  noBucketServer: problem('unreachable', serverSchema, ({ address, port }) => ({
    message: `Nothing answers at ${address}, port ${port}, as a server of buckets does.`,
    hint: 'Check the address and the network, and that the server is on and speaks TLS there.',
  })),
  noBuckets: problem('unreadable-answer', z.object({ address: z.string() }), ({ address }) => ({
    message: `${address} answers, but not as a server of buckets does.`,
    hint: 'Give the address that programs use (its S3 endpoint), not that of its web page.',
  })),
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
  registrySilent: problem('unreachable', silentSchema, ({ address, place, isReached }) => ({
    message: isReached ? `${address} gave no whole answer (${place}).` : `${address} does not answer (${place}).`,
    hint: 'Check the address and the network, then try again.',
  })),
  registryLogin: problem(
    'blocked',
    z.object({ address: z.string(), isNamed: z.boolean() }),
    ({ address, isNamed }) => ({
      message: isNamed
        ? `${address} does not accept this user name and token.`
        : `${address} wants a user name and a token.`,
      hint: 'Remove the place, and add it with --user NAME and a token that may read and write.',
    }),
  ),
  registryRefuses: problem('blocked', z.object({ address: z.string(), repository: z.string() }), (told) => ({
    message: `${told.address} does not allow that in ${told.repository}.`,
    hint: 'The token needs to read and write there. Some registries want the repository to be made first.',
  })),
  registryKeeps: problem('blocked', z.object({ place: z.string() }), ({ place }) => ({
    message: `${place} lets nobody delete there with this login.`,
    hint: 'The bundle is still there. Delete it on the page of the registry, if it has one.',
  })),
  registryFails: problem('unreachable', ofStatus, ({ address, status }) => ({
    message: `${address} cannot do that now (HTTP ${status}).`,
    hint: 'Try again later.',
  })),
  registryOdd: problem('blocked', ofStatus, ({ address, status }) => ({
    message: `${address} answers with something that pc-switcher does not know (HTTP ${status}).`,
    hint: 'It may not take artifacts, or not of this kind. Use another registry, and report it with the details.',
  })),
  registryTooLarge: problem('blocked', z.object({ address: z.string() }), ({ address }) => ({
    message: `A part of the bundle is larger than ${address} takes (HTTP 413).`,
    hint: 'Files of 16 MB or more are sent whole. Raise the limit of the server, or use another place.',
  })),
  registryPlain: problem('invalid-input', noData, () => ({
    message: 'Without TLS nobody signs in: another program of this laptop could get the token.',
    hint: 'Leave out --user, or use a registry that is reached by oci://.',
  })),
  registryLeads: problem('blocked', z.object({ address: z.string() }), ({ address }) => ({
    message: `${address} leads to another server for what is sent.`,
    hint: 'pc-switcher sends bundles to the registry itself only. Use another registry.',
  })),
  noRegistryThere: problem('invalid-input', z.object({ address: z.string() }), ({ address }) => ({
    message: `${address} answers, but not as a registry does.`,
    hint: 'Check the address.',
  })),
})
