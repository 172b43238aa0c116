/** Packages of Debian's that the practice laptops lack: fetched once from its archive, and kept with the practice's other files. */
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cacheFolder, type Host } from '../practice/layout.ts'
import { findPair } from '../practice/pair-state.ts'
import { run } from '../practice/run.ts'
import { shellOn } from './laptops-agents.ts'
import { testPair } from './laptops-pair.ts'

const key = '/usr/share/keyrings/debian-archive-keyring.gpg'

export interface DebianSet {
  /** Under which the archives are kept, "podman-trixie". */
  readonly name: string
  /** Of Debian; trixie where none is said. */
  readonly release?: 'bookworm' | 'trixie'
  readonly packages: readonly string[]
}

/** `settle`: a script for root on each laptop, after its packages are installed. */
export async function installDebian(hosts: readonly Host[], set: DebianSet, settle: string): Promise<void> {
  const [first] = hosts
  if (first !== undefined) await ensureArchives(first, set)
  await Promise.all(hosts.map((host) => installOn(host, set, settle)))
}

export async function rootOf(host: Host): Promise<string> {
  const pair = await findPair(testPair)
  if (pair === undefined) throw new Error('no practice pair')
  return pair.laptops[host].root
}

const keptOf = ({ name }: DebianSet): string => path.join(cacheFolder, name)

/** By an apt of its own that knows what the laptop has and changes nothing there. */
async function ensureArchives(host: Host, set: DebianSet): Promise<void> {
  const kept = keptOf(set)
  if (existsSync(kept)) return
  const draft = `${kept}.${String(process.pid)}.new`
  await mkdir(path.join(draft, 'archives/partial'), { recursive: true })
  await mkdir(path.join(draft, 'lists/partial'), { recursive: true })
  const list = path.join(draft, 'sources.list')
  await writeFile(list, `deb [signed-by=${key}] http://deb.debian.org/debian ${set.release ?? 'trixie'} main\n`)
  const options = [
    `Dir::State::lists=${draft}/lists`,
    `Dir::State::status=${await rootOf(host)}/var/lib/dpkg/status`,
    `Dir::Cache=${draft}`,
    `Dir::Etc::sourcelist=${list}`,
    'Dir::Etc::sourceparts=-',
    'Dir::Etc::preferencesparts=-',
    'APT::Sandbox::User=root',
    'APT::Install-Recommends=false',
  ].flatMap((option) => ['-o', option])
  await run("fetch Debian's list of packages", ['apt-get', '-q', ...options, 'update'])
  const install = ['install', '--yes', '--download-only', ...set.packages]
  await run(`fetch ${set.name} for the laptops`, ['apt-get', '-q', ...options, ...install])
  await rename(path.join(draft, 'archives'), kept)
  await rm(draft, { recursive: true, force: true })
}

async function installOn(host: Host, set: DebianSet, settle: string): Promise<void> {
  const place = path.join(await rootOf(host), 'var/tmp', set.name)
  await mkdir(place, { recursive: true })
  const kept = keptOf(set)
  for (const name of (await readdir(kept)).filter((one) => one.endsWith('.deb'))) {
    await cp(path.join(kept, name), path.join(place, name))
  }
  await shellOn(
    host,
    `export DEBIAN_FRONTEND=noninteractive
    # What depends on others before it is unpacked is refused until these are set up, one after the other.
    set_up() { dpkg --install --force-unsafe-io /var/tmp/${set.name}/*.deb > /var/tmp/${set.name}.log 2>&1; }
    set_up || set_up || set_up || { tail -20 /var/tmp/${set.name}.log; exit 1; }
    rm -r /var/tmp/${set.name}
    ${settle}`,
  )
}
