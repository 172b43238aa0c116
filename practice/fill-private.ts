/** What belongs to one laptop or to its person's identity on it, and must never cross. */
import path from 'node:path'
import { person, type Laptop } from './layout.ts'
import { randomBytesOf } from './random.ts'
import { run } from './run.ts'
import type { TreeWriter } from './tree-writer.ts'

export async function fillPrivate(laptop: Laptop, writer: TreeWriter): Promise<void> {
  const own = { mode: 0o600 }
  const secret = (purpose: string, bytes = 48) => randomBytesOf(`${laptop.host} ${purpose}`, bytes)
  writer.folder('.ssh', { mode: 0o700 })
  await makeKey(laptop, 'id_ed25519')
  // A private key whose name does not say so.
  await makeKey(laptop, 'work_key')
  writer.file(
    '.ssh/authorized_keys',
    `ssh-ed25519 ${secret('phone').toString('base64')} phone-of-${laptop.host}\n`,
    own,
  )
  writer.file('.ssh/known_hosts', `server.example ssh-ed25519 ${secret('known').toString('base64')}\n`, own)
  writer.file('.ssh/config', 'Host work\n  HostName server.example\n  IdentityFile ~/.ssh/work_key\n', own)
  writer.folder('.local/share/tailscale', { mode: 0o700 })
  writer.file(
    '.local/share/tailscale/tailscaled.state',
    `{"_machinekey":"privkey:${secret('tailscale', 32).toString('hex')}"}\n`,
    own,
  )
  writer.folder('.gnupg', { mode: 0o700 })
  writer.file(
    `.gnupg/private-keys-v1.d/${secret('grip', 20).toString('hex').toUpperCase()}.key`,
    secret('gpg', 300),
    own,
  )
  // The person's own Syncthing, which is not ours.
  writer.file(
    '.config/syncthing/key.pem',
    `-----BEGIN EC PRIVATE KEY-----\n${secret('syncthing').toString('base64')}\n-----END EC PRIVATE KEY-----\n`,
    own,
  )
  writer.file(
    '.config/syncthing/config.xml',
    `<configuration version="37"><device name="${laptop.host}"></device></configuration>\n`,
    own,
  )
}

async function makeKey(laptop: Laptop, name: string): Promise<void> {
  const file = path.join(laptop.root, 'home', person, '.ssh', name)
  await run(`make ${name} of ${person}`, [
    'ssh-keygen',
    '-q',
    '-t',
    'ed25519',
    '-N',
    '',
    '-C',
    `${person}@${laptop.host}`,
    '-f',
    file,
  ])
  await run(`give ${person} the key`, ['chown', '1000:1000', '--', file, `${file}.pub`])
}
