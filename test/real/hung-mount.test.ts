/** A FUSE mount whose program never answers: who uses what is found without asking it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleProgram } from '../unit/commons/lock-contenders.ts'
import { sh } from './loop-btrfs.ts'

let folder: string
let hung: ChildProcess

/** Calls 165 and 257 of x86_64 are mount and openat, elsewhere 40 and 56. O_PATH opens the mount point without a word to the file system. */
const program = `
  open(my $fuse, '+<', '/dev/fuse') or die; $^F = 99;
  my ($what, $type) = ('cloud', 'fuse.hung'); my ($where, $with) = ($ARGV[0], 'fd=' . fileno($fuse) . ',rootmode=40000,user_id=0,group_id=0,allow_other');
  my $mount = \`uname -m\` =~ /x86_64/ ? 165 : 40;
  syscall($mount, $what, $where, $type, 0, $with) == 0 or die "mount: $!";
  syscall($mount == 165 ? 257 : 56, -100, $where, 010000000, 0) > 2 or die "open: $!"; $| = 1; print "ready\\n"; sleep 100000`

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hung-mount-'))
  sh('mkdir', path.join(folder, 'cloud'))
  // Nobody else gets to see it.
  hung = spawn('unshare', ['--mount', 'perl', '-e', program, path.join(folder, 'cloud')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => hung.stdout?.once('data', resolve))
})

afterAll(() => {
  hung.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

it('does not keep from finding out which programs use a file', async () => {
  const file = await bundleProgram(
    `import { findOpeners } from '@/tools/proc/open-files.ts'
     import { findProcessUsers } from '@/tools/proc/process-users.ts'
     console.log(findOpeners(new Set(['1 1'])).size, findProcessUsers(new Set([999999])).length)`,
    path.join(folder, 'look.mjs'),
  )
  expect(readFileSync(`/proc/${hung.pid}/mountinfo`, 'utf8')).toContain('fuse.hung')
  expect(sh('timeout', '-s', 'KILL', '20', process.execPath, file)).toBe('0 0\n')
})

it('does not keep from listing what is installed and what starts, wherever it is', async () => {
  const file = await bundleProgram(
    `import { readHomeUnits } from '@/domains/packages/on-machine/read-home-units.ts'
     import { programsInHome } from '@/domains/packages/told/on-machine/programs-in-home.ts'
     import { listAppsIn, placesOfOthers } from '@/tools/flatpak/other-installations.ts'
     const [folder] = process.argv.slice(2)
     const home = folder + '/cloud'
     console.log(readHomeUnits(home, folder).length, programsInHome(home, [], folder).length)
     console.log(listAppsIn({ name: 'extra', path: home + '/flatpak' }).length, placesOfOthers(folder + '/conf').length)`,
    path.join(folder, 'list.mjs'),
  )
  mkdirSync(path.join(folder, 'conf'))
  writeFileSync(path.join(folder, 'conf/extra.conf'), `[Installation "extra"]\nPath=${folder}/cloud/flatpak\n`)
  const inside = ['nsenter', '--mount', `--target=${hung.pid}`, '--', 'timeout', '-s', 'KILL', '20'] as const
  expect(sh(...inside, process.execPath, file, folder)).toBe('0 0\n0 2\n')
})
