/** Where the settings of engines of containers put their stores. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import {
  configuredStores,
  dataRoots,
  storageFolders,
} from '../../../src-main/domains/home-sync/on-machine/scan/configured-stores.ts'
import { ownFolder } from '../../own-folder.ts'

let root: string
beforeEach(() => (root = ownFolder('stores')))

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}

const alice = { name: 'alice', uid: 1000, home: '/home/alice' }
const bob = { name: 'bob', uid: 1001, home: '/home/bob' }
const found = () => configuredStores({ root, home: '/home' }, [alice, bob])

it('reads what a storage.conf says, whatever else is in it', () => {
  const text = `# graphroot = "/home/no"
[storage]
driver = "overlay"
graphroot = "/home/alice/big/storage"
 rootless_storage_path='$HOME/containers'
[storage.options]
imagestore = "/home/alice/images"
additionalimagestores = ["/usr/lib/containers"]
`
  expect(storageFolders(text)).toEqual(['/home/alice/big/storage', '$HOME/containers', '/home/alice/images'])
})

it('reads what a daemon.json says, and nothing of a damaged one', () => {
  expect(dataRoots('{"data-root": "/home/docker", "debug": true}')).toEqual(['/home/docker'])
  expect(dataRoots('{"data-root": ')).toEqual([])
  expect(dataRoots('{"data-root": 3}')).toEqual([])
})

it('finds the stores of each person, also behind links, and none outside of their own home', () => {
  write('alice/dotfiles/storage.conf', '[storage]\ngraphroot = "$HOME/big/../fast/store/"\n')
  mkdirSync(path.join(root, 'alice/.config/containers'), { recursive: true })
  symlinkSync('../../dotfiles/storage.conf', path.join(root, 'alice/.config/containers/storage.conf'))
  mkdirSync(path.join(root, 'alice/disk/store'), { recursive: true })
  symlinkSync('disk', path.join(root, 'alice/fast'))
  write('bob/.config/docker/daemon.json', '{"data-root": "/home/alice/Documents"}')
  write('bob/.config/containers/storage.conf', 'rootless_storage_path = "${HOME}/s-$UID-$USER"\n')
  expect(found()).toEqual(['alice/disk/store', 'bob/s-1001-bob'])
})

it('takes neither a home for a store, nor what is around one, nor what it cannot know', () => {
  write('alice/.config/containers/storage.conf', 'graphroot = "$HOME"\n')
  symlinkSync('.', path.join(root, 'alice/here'))
  write('alice/.config/docker/daemon.json', '{"data-root": "/home/alice/here"}')
  write('bob/.config/containers/storage.conf', 'graphroot = "$XDG_DATA_HOME/store"\nimagestore = "store"\n')
  expect(found()).toEqual([])
})

it('reads nothing of what is too large to be settings, or no file, and does not wait for it', () => {
  write('alice/.config/docker/daemon.json', '{"data-root": "/home/alice/docker"}')
  truncateSync(path.join(root, 'alice/.config/docker/daemon.json'), 3_000_000_000)
  mkdirSync(path.join(root, 'alice/.config/containers'), { recursive: true })
  execFileSync('mkfifo', [path.join(root, 'alice/.config/containers/storage.conf')])
  write('bob/.config/docker/daemon.json', '{"data-root": "/home/bob/docker"}')
  expect(found()).toEqual(['bob/docker'])
})
