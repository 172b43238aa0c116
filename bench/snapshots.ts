/**
 * `npm run bench -- snapshots`: creating, listing, comparing and deleting snapshots, side by side with snapper, btrbk and
 * rsync on one btrfs with a large home. Ours is asked as the app asks it: through an agent that is running; the others
 * are commands, as a person types them. What ours does by itself afterwards, measuring how much a set holds, is waited for
 * and not counted. Seconds mean little on a shared machine; ratios hold.
 */
import { mkdtempSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { attempt } from '../practice/run.ts'

const tools = ['snapper', 'btrbk', 'rsync', 'dbus-daemon']

/** `words` are handed on: --files, --changes, --snapshots, --times. */
export async function benchSnapshots(words: readonly string[], say: (sentence: string) => void): Promise<number> {
  await installTools(say)
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-snapshots-'))
  const inside = path.resolve('dist/bench/snapshots-inside.mjs')
  const ownSpace = ['--mount', '--propagation=private', '--pid', '--fork', '--kill-child', '--mount-proc', '--']
  try {
    const argv = [...ownSpace, process.execPath, inside, `--folder=${folder}`, ...words]
    const { exitCode } = await execa('unshare', argv, { stdio: 'inherit', reject: false })
    return exitCode ?? 1
  } finally {
    // Its mounts are gone with it, so these folders are empty. Never recursively: this machine was mounted in them.
    rmSync(path.join(folder, 'disk'), { force: true })
    for (const name of ['root', 'top', '']) rmdirSync(path.join(folder, name))
  }
}

async function installTools(say: (sentence: string) => void): Promise<void> {
  const missing: string[] = []
  for (const tool of tools) if ((await attempt(['which', tool])).exitCode !== 0) missing.push(tool)
  if (missing.length === 0) return
  const packages = missing.map((tool) => (tool === 'dbus-daemon' ? 'dbus' : tool))
  say(`Installing ${packages.join(', ')}, to compare with`)
  const { exitCode, stderr } = await attempt(
    ['apt-get', 'install', '-y', '--no-install-recommends', ...packages],
    600_000,
  )
  if (exitCode !== 0) throw new Error(`Could not install ${packages.join(', ')}: ${stderr.slice(-1_000)}`)
}
