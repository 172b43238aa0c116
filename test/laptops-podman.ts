/** Real rootless podman on the practice laptops: fetched once from Debian's archive and kept with the practice's other files. */
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cacheFolder, person, type Host } from '../practice/layout.ts'
import { findPair } from '../practice/pair-state.ts'
import { run } from '../practice/run.ts'
import { shellOn } from './laptops-agents.ts'
import { testPair } from './laptops-pair.ts'

const packages = ['podman', 'crun', 'uidmap', 'fuse-overlayfs', 'passt'] as const
const kept = path.join(cacheFolder, 'podman-trixie')
const key = '/usr/share/keyrings/debian-archive-keyring.gpg'

async function rootOf(host: Host): Promise<string> {
  const pair = await findPair(testPair)
  if (pair === undefined) throw new Error('no practice pair')
  return pair.laptops[host].root
}

/** What the laptop lacks of them, by an apt of its own that knows what the laptop has and changes nothing there. */
async function ensureArchives(host: Host): Promise<void> {
  if (existsSync(kept)) return
  const draft = `${kept}.${String(process.pid)}.new`
  await mkdir(path.join(draft, 'archives/partial'), { recursive: true })
  await mkdir(path.join(draft, 'lists/partial'), { recursive: true })
  const list = path.join(draft, 'sources.list')
  await writeFile(list, `deb [signed-by=${key}] http://deb.debian.org/debian trixie main\n`)
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
  const install = ['install', '--yes', '--download-only', ...packages]
  await run('fetch podman for the laptops', ['apt-get', '-q', ...options, ...install])
  await rename(path.join(draft, 'archives'), kept)
  await rm(draft, { recursive: true, force: true })
}

/** Containers run here without a network, without control groups, and without keys of the kernel. */
const settings = `[containers]
keyring = false
netns = "none"
cgroups = "disabled"
`

export async function installPodman(hosts: readonly Host[]): Promise<void> {
  const [first] = hosts
  if (first !== undefined) await ensureArchives(first)
  await Promise.all(hosts.map(installOn))
}

async function installOn(host: Host): Promise<void> {
  const place = path.join(await rootOf(host), 'var/tmp/podman')
  await mkdir(place, { recursive: true })
  for (const name of (await readdir(kept)).filter((one) => one.endsWith('.deb'))) {
    await cp(path.join(kept, name), path.join(place, name))
  }
  await shellOn(
    host,
    `export DEBIAN_FRONTEND=noninteractive
    dpkg --install --force-unsafe-io /var/tmp/podman/*.deb > /var/tmp/podman.log 2>&1 || { tail -20 /var/tmp/podman.log; exit 1; }
    rm -r /var/tmp/podman
    install -d -o ${person} -g ${person} /home/${person}/.config/containers
    cat > /etc/containers/containers.conf <<'END'
${settings}END`,
  )
}

/** As the person, in their session. */
export async function asPersonOn(host: Host, script: string): Promise<string> {
  return shellOn(
    host,
    `cd /; uid=$(id -u ${person}); exec setpriv --reuid=$uid --regid=$(id -g ${person}) --init-groups -- env HOME=/home/${person} USER=${person} XDG_RUNTIME_DIR=/run/user/$uid PODMAN_IGNORE_CGROUPSV1_WARNING=1 bash -euc "$1"`.replace(
      '"$1"',
      quoted(script),
    ),
  )
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
