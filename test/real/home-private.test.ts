/** What never crosses stays, whatever it is called: behind links, under further hard links, in homes that lie deeper. */
import { beforeEach, expect, it } from 'vitest'
import { exclusions, exclusionsFor } from '../../src-main/commons/home-exclusions/exclusions.ts'
import type { PersonHomeRule } from '../../src-main/domains/home-sync/exclusions/person-rule.ts'
import { isLeftOut, pathOfKey } from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { inventoryFile, scanFolder } from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { readInventory } from '../../src-main/domains/home-sync/on-machine/inventory/read-stretches.ts'
import { scanHome } from '../../src-main/domains/home-sync/on-machine/scan/scan-home.ts'
import { makePracticePlace } from './files-place.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
beforeEach(() => {
  place.bash(`cd ..; rm -rf alice CORP; mkdir alice; cd alice
    mkdir .ssh; echo k > .ssh/id_ed25519; echo a > .ssh/authorized_keys; echo c > .ssh/config`)
})

/** Below /home: what travels, and what is left out. */
async function listed(rules = exclusions, own: readonly PersonHomeRule[] = []) {
  const { places } = place
  const { scanId } = await scanHome(
    { places, before: undefined, rules, own: { home: 'alice', rules: own }, exceptions: [] },
    {},
  )
  const travels: string[] = []
  const stays: string[] = []
  for await (const entry of readInventory(inventoryFile(scanFolder(places.stateFolder, scanId)))) {
    const list = isLeftOut(entry) ? stays : travels
    list.push(pathOfKey(entry.key))
  }
  return { travels, stays }
}

it('leaves out a key that a link leads to, as dotfiles are often kept', async () => {
  place.bash(`mkdir dotfiles; mv .ssh dotfiles/ssh; ln -s dotfiles/ssh .ssh; mkdir keys; echo k > keys/mine
    ln -s ../../keys/mine dotfiles/ssh/id_rsa`)
  const { travels, stays } = await listed()
  expect(stays).toEqual(
    expect.arrayContaining([
      'alice/dotfiles/ssh/id_ed25519',
      'alice/dotfiles/ssh/authorized_keys',
      'alice/keys/mine',
    ]) as string[],
  )
  expect(travels).toEqual(expect.arrayContaining(['alice/.ssh', 'alice/dotfiles/ssh/config']) as string[])
})

it('leaves out a key also where a rule of the person includes all around it', async () => {
  place.bash(`mkdir -p .cache/kept dotfiles; ln .ssh/id_ed25519 .cache/kept/key; echo c > .cache/kept/other; echo c > .cache/rest
    mv .ssh dotfiles/ssh; ln -s dotfiles/ssh .ssh`)
  const { travels, stays } = await listed(exclusions, [
    { pattern: '/.cache/kept', decision: 'include' },
    { pattern: '/dotfiles', decision: 'exclude' },
    { pattern: '/dotfiles/ssh/*', decision: 'include' },
  ])
  expect(travels).toEqual(expect.arrayContaining(['alice/.cache/kept/other', 'alice/dotfiles/ssh/config']) as string[])
  expect(stays).toEqual([
    'alice/.cache/kept/key',
    'alice/.cache/rest',
    'alice/dotfiles/ssh/authorized_keys',
    'alice/dotfiles/ssh/id_ed25519',
  ])
})

it('lists work that is kept among caches, and leaves out what is around it', async () => {
  place.bash(`mkdir -p .cache/JetBrains/Idea2026.2/LocalHistory .cache/JetBrains/Idea2026.2/index .cache/rclone/vfs/d .cache/x
    echo h > .cache/JetBrains/Idea2026.2/LocalHistory/changes.storageData; echo i > .cache/JetBrains/Idea2026.2/index/a
    echo n > .cache/rclone/vfs/d/new; echo x > .cache/x/a`)
  const { travels, stays } = await listed()
  expect(travels).toEqual(
    expect.arrayContaining([
      'alice/.cache/JetBrains/Idea2026.2/LocalHistory/changes.storageData',
      'alice/.cache/rclone/vfs/d/new',
    ]) as string[],
  )
  expect(stays).toEqual(
    expect.arrayContaining(['alice/.cache/JetBrains/Idea2026.2/index', 'alice/.cache/x']) as string[],
  )
})

it('leaves out a key under every name that it has', async () => {
  place.bash('cp -al .ssh ssh-backup; ln .ssh/authorized_keys ak-copy; mkdir .gnupg; mkdir .gnupg/private-keys-v1.d')
  place.bash('echo g > .gnupg/private-keys-v1.d/one.key; ln .gnupg/private-keys-v1.d/one.key another')
  const { travels, stays } = await listed()
  expect(stays).toEqual(
    expect.arrayContaining([
      'alice/ak-copy',
      'alice/another',
      'alice/ssh-backup/authorized_keys',
      'alice/ssh-backup/id_ed25519',
    ]) as string[],
  )
  expect(travels).toContain('alice/ssh-backup/config')
})

it('follows no link that leads out of /home or in a circle', async () => {
  place.bash('mv .ssh /tmp/away-$$; rm -r /tmp/away-$$; ln -s /etc .ssh; ln -s .gnupg .gnupg')
  const { travels } = await listed()
  expect(travels).toEqual(['alice', 'alice/.gnupg', 'alice/.ssh'])
})

it('leaves out no folder because of a link in it that leads to it', async () => {
  place.bash('echo l > letter; ln -s .. .ssh/known_hosts; ln -s . .ssh/id_here; ln -s ../.. .ssh/id_home')
  const { travels, stays } = await listed()
  expect(travels).toEqual(expect.arrayContaining(['alice/letter', 'alice/.ssh/config']) as string[])
  expect(stays).toEqual([
    'alice/.ssh/authorized_keys',
    'alice/.ssh/id_ed25519',
    'alice/.ssh/id_here',
    'alice/.ssh/id_home',
    'alice/.ssh/known_hosts',
  ])
})

it('leaves out a link that is a lock of a running program, wherever the profile is, and no other link', async () => {
  place.bash(`mkdir x notes; touch x/prefs.js; ln -s 127.0.1.1:+4242 x/lock; ln -s alice@p17.4242:1764230000 'notes/.#plan.md'
    ln -s 4242 notes/deluge-gtk.lock; ln -s prefs.js x/locked; ln -s ../x notes/lock; echo r > 'notes/.#plan.md.1.2'`)
  const { travels, stays } = await listed()
  expect(stays.filter((path) => !path.includes('.ssh'))).toEqual([
    'alice/notes/.#plan.md',
    'alice/notes/deluge-gtk.lock',
    'alice/x/lock',
  ])
  expect(travels).toEqual(
    expect.arrayContaining([
      'alice/notes/.#plan.md.1.2',
      'alice/notes/lock',
      'alice/x/locked',
      'alice/x/prefs.js',
    ]) as string[],
  )
})

it('leaves keys out of homes that lie deeper', async () => {
  place.bash('cd ..; mkdir -p CORP; mv alice CORP/alice')
  const { rules } = exclusionsFor(['/home/CORP/alice'], '/home')
  const { travels, stays } = await listed(rules)
  expect(stays).toEqual(['CORP/alice/.ssh/authorized_keys', 'CORP/alice/.ssh/id_ed25519'])
  expect(travels).toContain('CORP/alice/.ssh/config')
})
