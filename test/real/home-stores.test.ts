/** Stores of containers never cross as files: in their usual places, and wherever else one is, known by what is in it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { exclusions } from '../../src-main/commons/home-exclusions/exclusions.ts'
import { isLeftOut } from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { explainPath } from '../../src-main/domains/home-sync/on-machine/scan/explain-path.ts'
import { makePracticePlace } from './files-place.ts'
import { entriesOf, pathsToldBy, scanOf, type ListedScan } from './home-scans.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
beforeEach(() => {
  place.bash('cd ..; rm -rf alice docker; mkdir alice')
})

/** As podman 5.4 makes them, with a file that a layer deletes. */
const storage = (folder: string, driver = 'overlay') =>
  [
    `mkdir -p ${folder}/${driver}-images ${folder}/${driver}-layers ${folder}/${driver}/l1/diff/etc`,
    `touch ${folder}/storage.lock ${folder}/${driver}-images/images.lock ${folder}/${driver}-layers/layers.lock`,
    `mknod ${folder}/${driver}/l1/diff/etc/gone c 0 0; echo x > ${folder}/${driver}/l1/diff/etc/there`,
  ].join('; ')
/** As Docker 26.1 and 20.10 do, containerd 1.7, and BuildKit by itself. */
const docker = (folder: string) =>
  `mkdir -p ${folder}/image/overlay2 ${folder}/containers ${folder}/overlay2/l1/diff; echo e > ${folder}/engine-id`
const olderDocker = (folder: string) =>
  `${docker(folder)}; rm ${folder}/engine-id; echo {} > ${folder}/image/overlay2/repositories.json`
const containerd = (folder: string) =>
  `mkdir -p ${folder}/io.containerd.metadata.v1.bolt ${folder}/io.containerd.snapshotter.v1.overlayfs/snapshots`
const buildkit = (folder: string) => `mkdir -p ${folder}/runc-overlayfs/snapshots; touch ${folder}/buildkitd.lock`

async function listed({ inventory }: ListedScan) {
  const entries = [...(await entriesOf(inventory))]
  const below = (isOut: boolean) =>
    entries.filter(([, entry]) => isLeftOut(entry) === isOut).map(([path]) => path.slice('alice/'.length))
  return { travels: below(false), stays: below(true) }
}

describe('a store of containers', () => {
  it('stays where it usually is, and what a person writes comes', async () => {
    place.bash(`${storage('.local/share/containers/storage')}
      mkdir -p .local/share/containers/cache .config/containers/systemd .config/cni/net.d .docker/run project
      touch .config/containers/storage.conf .config/containers/systemd/web.container project/compose.yaml
      touch .docker/config.json .docker/run/docker.sock; ${docker('.local/share/docker')}`)
    const { travels, stays } = await listed(await scanOf(place.places))
    expect(stays).toEqual([
      '.config/cni',
      '.docker/run',
      '.local/share/containers/cache',
      '.local/share/containers/storage',
      '.local/share/docker',
    ])
    expect(travels).toEqual(
      expect.arrayContaining([
        '.config/containers/storage.conf',
        '.config/containers/systemd/web.container',
        '.docker/config.json',
        '.local/share/containers',
        'project/compose.yaml',
      ]) as string[],
    )
  })

  it('is known by what is in it, of every engine, also in a folder that no account has', async () => {
    place.bash(`${storage('big/containers')}; ${storage('old/a-copy', 'vfs')}; rm old/a-copy/storage.lock; ${docker('docker-data')}
      ${olderDocker('older')}; ${containerd('cluster/agent/containerd')}; ${buildkit('buildkit')}
      cd ..; ${docker('docker')}`)
    const scan = await scanOf(place.places)
    const { stays } = await listed(scan)
    const stores = ['big/containers', 'buildkit', 'cluster/agent/containerd', 'docker-data', 'old/a-copy', 'older']
    expect(stays.filter((one) => one !== '')).toEqual(stores)
    expect(scan.found).toEqual(
      expect.arrayContaining(
        [...stores.map((one) => `alice/${one}`), 'docker'].map((path) => ({ path, kind: 'store' })),
      ) as unknown[],
    )
    expect(scan.specials).toEqual([])
    expect(scan.summary.leftOut.find(({ kind }) => kind === 'store')?.count).toBe(7)
  })

  it('is no folder that has only the name of a mark in it, and no home', async () => {
    place.bash(`mkdir -p app notes/overlay-images code/image; touch app/storage.lock notes/overlay-images/layers.lock code/engine-id
      ${storage('.')}`)
    const { travels, stays } = await listed(await scanOf({ ...place.places, homes: [`${place.home}/alice`] }))
    expect(stays).toEqual([])
    expect(travels).toEqual(
      expect.arrayContaining(['app/storage.lock', 'notes/overlay-images/layers.lock', 'code/engine-id']) as string[],
    )
  })

  it('is found by a scan that looks at what changed alone, and no longer left out when something else is there', async () => {
    place.bash('echo l > letter')
    const before = await scanOf(place.places)
    place.bash(storage('big/containers'))
    const made = await scanOf(place.places, before.inventory)
    expect(made.whole).toBeUndefined()
    expect((await listed(made)).stays).toEqual(['big/containers'])
    expect(await pathsToldBy(made)).toEqual(['alice', 'alice/big'])
    place.bash('echo y > big/containers/overlay/l1/diff/etc/there; echo m > letter')
    const used = await scanOf(place.places, made.inventory)
    expect(used.whole).toBeUndefined()
    expect((await listed(used)).stays).toEqual(['big/containers'])
    expect(await pathsToldBy(used)).toEqual(['alice/letter'])
    place.bash('rm -r big/containers; mkdir big/containers; echo p > big/containers/plain')
    const gone = await scanOf(place.places, used.inventory)
    expect(gone.whole).toBeUndefined()
    expect((await listed(gone)).stays).toEqual([])
    expect((await listed(gone)).travels).toContain('big/containers/plain')
  })

  it('is the reason that is told of a path in it', async () => {
    place.bash(`${storage('big/containers')}; echo b > big/book`)
    const request = { places: place.places, rules: exclusions, own: { home: 'alice', rules: [] }, exceptions: [] }
    const told = await explainPath(request, 'alice/big/containers/overlay/l1', {})
    expect(told).toMatchObject({ isLeftOut: true, isOnTheWay: false, rule: { source: 'found', kind: 'store' } })
    const book = { isThere: true, isLeftOut: false, isOnTheWay: false }
    expect(await explainPath(request, 'alice/big/book', {})).toEqual(book)
    expect(await explainPath(request, 'alice/big/none', {})).toEqual({ ...book, isThere: false })
  })
})
