/** Real libvirt, QEMU, OVMF and swtpm on the practice laptops: fetched once from Debian's archive and kept with the practice's other files. */
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cacheFolder, type Host } from '../practice/layout.ts'
import { findPair } from '../practice/pair-state.ts'
import { run } from '../practice/run.ts'
import { shellOn } from './laptops-agents.ts'
import { testPair } from './laptops-pair.ts'

// prettier-ignore
const packages = ['libvirt-daemon-system', 'libvirt-clients', 'qemu-system-x86', 'ovmf', 'swtpm', 'swtpm-tools'] as const
const kept = path.join(cacheFolder, 'libvirt-trixie')
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
  await run('fetch libvirt for the laptops', ['apt-get', '-q', ...options, ...install])
  await rename(path.join(draft, 'archives'), kept)
  await rm(draft, { recursive: true, force: true })
}

/** No KVM here, and no control groups: guests are of type "qemu". */
const settings = `cgroup_controllers = [ ]
namespaces = []
seccomp_sandbox = 0
remember_owner = 0
security_driver = "none"
`

export async function installLibvirt(hosts: readonly Host[]): Promise<void> {
  const [first] = hosts
  if (first !== undefined) await ensureArchives(first)
  await Promise.all(hosts.map(installOn))
}

async function installOn(host: Host): Promise<void> {
  const place = path.join(await rootOf(host), 'var/tmp/libvirt')
  await mkdir(place, { recursive: true })
  for (const name of (await readdir(kept)).filter((one) => one.endsWith('.deb'))) {
    await cp(path.join(kept, name), path.join(place, name))
  }
  await shellOn(
    host,
    `export DEBIAN_FRONTEND=noninteractive
    dpkg --install --force-unsafe-io /var/tmp/libvirt/*.deb > /var/tmp/libvirt.log 2>&1 || { tail -20 /var/tmp/libvirt.log; exit 1; }
    rm -r /var/tmp/libvirt
    cat > /etc/libvirt/qemu.conf <<'END'
${settings}END
    systemctl restart libvirtd.service`,
  )
}
