/** What pairing will do later: makes keys on each laptop, and gives each the other's. */
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { knownHostsOf } from '../src-main/commons/transfers/known-hosts.ts'
import { insideArgv } from './exec.ts'
import { person, type Host, type Laptop, type Pair } from './layout.ts'
import { put } from './put.ts'
import { run } from './run.ts'

const personId = 1000
const appFolder = '/var/lib/pc-switcher/app'

/** What one laptop has to know of the other. */
export interface Peering {
  readonly peer: Laptop
  /** `ssh-ed25519 AAAA…` of the other's app. */
  readonly peerKey: string
  /** `ssh-ed25519 AAAA…` of the other's sshd. */
  readonly peerHostKey: string
}

/** Makes the key of a laptop's app where it has none. Needs no package: the folder is the practice's to make. */
export async function makeAppKey(laptop: Laptop, leader: number): Promise<void> {
  const folder = path.join(laptop.root, appFolder)
  await mkdir(folder, { recursive: true })
  await chown(folder, personId, personId)
  await chmod(folder, 0o700)
  if (existsSync(path.join(folder, 'id_ed25519'))) return
  const argv = await insideArgv(leader, person, [
    'ssh-keygen',
    '-q',
    '-t',
    'ed25519',
    '-N',
    '',
    '-C',
    `pc-switcher-${laptop.host}`,
    '-f',
    `${appFolder}/id_ed25519`,
  ])
  await run(`make the key of the app on ${laptop.host}`, argv)
}

export async function readPeering(pair: Pair, host: Host): Promise<Peering> {
  const peer = pair.laptops[pair.laptops[host].peer]
  return {
    peer,
    peerKey: await readPublicKey(path.join(peer.root, appFolder, 'id_ed25519.pub')),
    peerHostKey: await readPublicKey(path.join(peer.root, 'etc/ssh/ssh_host_ed25519_key.pub')),
  }
}

async function readPublicKey(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trim().split(' ').slice(0, 2).join(' ')
}

export async function pairLaptop(laptop: Laptop, { peer, peerKey, peerHostKey }: Peering): Promise<void> {
  const own = { mode: 0o600, owner: personId }
  await put(laptop, `${appFolder}/known_hosts`, knownHostsOf([peerHostKey]), own)
  const pairing = { version: 1, peer: { name: peer.host, address: peer.address, port: 22 } }
  await put(laptop, `${appFolder}/pairing.json`, `${JSON.stringify(pairing)}\n`, own)
  const limits =
    'restrict,port-forwarding,permitopen="127.0.0.1:22001",command="exec /usr/bin/sudo -n /usr/lib/pc-switcher/door"'
  await put(laptop, '/etc/pc-switcher/authorized_keys', `${limits} ${peerKey} pc-switcher-${peer.host}\n`)
  await put(laptop, '/etc/pc-switcher/machine.json', `${JSON.stringify({ version: 1, person, peer: peer.host })}\n`)
  await put(
    laptop,
    '/etc/sudoers.d/zz-pc-switcher-person',
    `${person} ALL=(root:root) NOPASSWD: NOSETENV: /usr/lib/pc-switcher/agent ""\n`,
    { mode: 0o440 },
  )
  await put(
    laptop,
    '/etc/systemd/user/pc-switcher.service.d/port.conf',
    `[Service]\nEnvironment=PC_SWITCHER_PORT=${laptop.usualPort}\n`,
  )
}
