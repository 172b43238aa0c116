/**
 * A server that a store is on, by SFTP. It is reached with a key of this laptop's own, which root alone reads, and known by the host key
 * that the person agreed to: nothing of the person's SSH is used.
 */
import { existsSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { readOwnText } from '../../../../tools/files/own-file.ts'
import { parseSftp, type SftpAddress } from '../../../../contract/copies-calls.ts'
import { parseS3, s3Repository } from '../../../../contract/s3-address.ts'
import { keyFingerprint } from '../../../../machine/person-shell/key-fingerprint.ts'
import { writeDurably } from '../../../../tools/files/durable-file.ts'
import { run, type RunOptions } from '../../../../tools/run.ts'
import { askSftp, type RemoteFolder } from '../../../../tools/ssh/sftp.ts'
import { scanHostKeys } from '../../../../tools/ssh/ssh-keyscan.ts'
import { explainSshEnd, sshConfig } from '../../../../tools/ssh/ssh.ts'
import { titles } from '../../../../tools/titles/messages.ts'
import { placesMessages } from '../../messages.ts'
import type { StorePlace } from '../../schemas.ts'
import type { PlaceHost } from '../place-host.ts'
import { haveSecrets, keyFile, secretFile, writeSecret } from '../place-secrets.ts'

type Folders = Pick<PlaceHost, 'stateFolder'>

const alias = 'pc-switcher-place'

/** The configuration file of its SSH; undefined for a store that is on no server. */
export function serverConfig(host: Folders, { id, repository }: StorePlace): string | undefined {
  return parseSftp(repository) === undefined ? undefined : secretFile(host.stateFolder, id, 'ssh')
}

/** As restic names it: an absolute folder begins with a slash of its own. */
export function resticAddress(repository: string): string {
  const sftp = parseSftp(repository)
  if (sftp === undefined) {
    const s3 = parseS3(repository)
    return s3 === undefined ? repository : s3Repository(s3)
  }
  const host = sftp.address.includes(':') ? `[${sftp.address}]` : sftp.address
  return `sftp://${sftp.account}@${host}:${sftp.port}/${sftp.folder}`
}

/** What it shows to anybody, before anybody signs in: of the newest kind that it has. AppError "unreachable". */
export async function readServerKeys({ address, port }: SftpAddress, options: RunOptions): Promise<readonly string[]> {
  for (const kinds of [['ed25519'], ['ecdsa', 'rsa']]) {
    const blobs = await scanHostKeys({ address, port }, options, kinds)
    if (blobs.length > 0) return blobs
  }
  throw placesMessages.noServer({ address, port, isReached: false })
}
/** What a person is shown of them. */
export const shownKey = (blobs: readonly string[]): string => keyFingerprint(Buffer.from(blobs[0] ?? '', 'base64'))

/** From now on it is known by the one of its keys that has this fingerprint. AppError "host-key-changed" where it shows none such. */
export async function agreeToServer(
  host: Folders,
  id: string,
  { sftp, blobs, agreed }: { readonly sftp: SftpAddress; readonly blobs: readonly string[]; readonly agreed: string },
  options: RunOptions,
): Promise<void> {
  const blob = blobs.find((one) => keyFingerprint(Buffer.from(one, 'base64')) === agreed)
  if (blob === undefined) throw placesMessages.otherServer({ address: sftp.address })
  await haveKey(host, options)
  const { stateFolder } = host
  writeSecret(stateFolder, id, 'hosts', `${alias} ${kindOf(blob)} ${blob}\n`)
  const way = { address: sftp.address, port: sftp.port, account: sftp.account, command: undefined }
  const files = {
    keyFile: keyFile(stateFolder),
    knownHostsFile: secretFile(stateFolder, id, 'hosts'),
    hostKeyAlias: alias,
  }
  writeSecret(stateFolder, id, 'ssh', sshConfig({ ...way, ...files }))
}

/** A key says first which kind it is: a length, and its name (RFC 4253, 6.6). */
function kindOf(blob: string): string {
  const bytes = Buffer.from(blob, 'base64')
  return bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString('latin1')
}

export type ServerAnswer = { readonly kind: 'let-in'; readonly folder: RemoteFolder } | { readonly kind: 'not-let-in' }

/** AppError "unreachable", "host-key-changed". */
export async function askServer(
  host: Folders,
  id: string,
  sftp: SftpAddress,
  options: RunOptions,
): Promise<ServerAnswer> {
  const answer = await askSftp(secretFile(host.stateFolder, id, 'ssh'), sftp.folder, options)
  if (answer.kind === 'answered') return { kind: 'let-in', folder: answer.folder }
  if (/Permission denied \(/.test(answer.said)) return { kind: 'not-let-in' }
  const why = explainSshEnd(answer.said)
  if (why?.code === 'host-key-changed') throw placesMessages.otherServer({ address: sftp.address })
  const { address, port } = sftp
  const isReached = !notReached.test(answer.said)
  throw placesMessages.noServer({ address, port, isReached }, { details: answer.said.slice(-2_000) })
}

/** Of ssh(1), before anything of that address has answered. */
const notReached = /timed out|Connection refused|No route to host|Could not resolve|Network is (?:unreachable|down)/i

/** The line for authorized_keys (sshd(8)): files alone, no shell and no forwarding. */
export async function lineOfKey(host: Folders, options: RunOptions): Promise<string> {
  await haveKey(host, options)
  const argv = ['ssh-keygen', '-y', '-f', keyFile(host.stateFolder)] as const
  const { stdout } = await run({ title: titles.makeSshKey({}), argv: [...argv] }, options)
  const [kind, blob] = stdout.trim().split(' ')
  return `restrict,command="internal-sftp" ${kind} ${blob} pc-switcher@${hostname()}`
}

async function haveKey({ stateFolder }: Folders, options: RunOptions): Promise<void> {
  const file = keyFile(stateFolder)
  if (existsSync(file)) return
  haveSecrets(stateFolder)
  const made = `${file}.new`
  for (const old of [made, `${made}.pub`]) rmSync(old, { force: true })
  const argv = ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'pc-switcher', '-f', made] as const
  await run({ title: titles.makeSshKey({}), argv: [...argv] }, options)
  rmSync(`${made}.pub`)
  // Servers know it from now on: half of one would lock this laptop out of all of them.
  writeDurably(file, readOwnText(made))
  rmSync(made)
}
