/** Which of a laptop's package sources are the distribution's own, and what is added beside them. */
import { describe, expect, it } from 'vitest'
import { distributionOf } from '../../../src-main/domains/packages/on-machine/read-sources.ts'
import { mergeArchives, type KnownSource } from '../../../src-main/domains/packages/on-machine/merge-archives.ts'

import { compareSources } from '../../../src-main/domains/packages/on-pair/sources/compare-sources.ts'
import { readDefinition } from '../../../src-main/domains/packages/on-pair/sources/read-definition.ts'
import { readSource } from '../../../src-main/domains/packages/source-verbs.ts'
import type {
  PackageSource,
  PackageSources,
  SourceDefinition,
} from '../../../src-main/domains/packages/sources-model.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { archiveAt, noSources, sourceAt } from './captures.ts'

const official = 'http://deb.debian.org/debian'
const mirror = 'http://ftp.uni.example/pub/debian'
const noRule = (_file: string) => false

const archive = (named: string, uri = official, more: Partial<PackageSource> = {}) => archiveAt(uri, named, more)

const sourcesOf = (...sources: readonly PackageSource[]): PackageSources => ({ ...noSources, sources: [...sources] })
const compare = (from: readonly PackageSource[], to: readonly PackageSource[], hasRule = noRule) =>
  compareSources(sourcesOf(...from), sourcesOf(...to), hasRule)

describe("whether an archive is the distribution's own", () => {
  const release = { id: 'debian', codename: 'trixie', title: '' }

  it.each([
    ['http://deb.debian.org/debian', 'trixie', '', 'Debian'],
    ['http://security.debian.org', 'trixie-security', '', 'Debian'],
    ['http://ftp.uni-example.de/pub/debian', 'trixie-updates', '', 'Debian'],
    ['http://mirror.example/whatever', 'trixie', '/usr/share/keyrings/debian-archive-keyring.gpg', 'Debian'],
    ['http://mirror.example/whatever', 'noble', '/usr/share/keyrings/ubuntu-archive-keyring.gpg', 'Ubuntu'],
    ['http://de.archive.ubuntu.com/ubuntu', 'noble', '', 'Ubuntu'],
    ['http://ftp.uni-example.de/pub/debian', 'bookworm', '', undefined],
    ['https://download.docker.com/linux/debian', 'trixie', '/etc/apt/keyrings/docker.asc', undefined],
    ['https://deb.debian.org.example/debian', 'stable', '', undefined],
    ['https://debian.com/debian', 'stable', '', undefined],
    ['https://ppa.launchpadcontent.net/me/ppa/debian', 'trixie', '', undefined],
    ['https://people.debian.org/~somebody/debian', 'trixie', '', undefined],
    ['http://ddebs.ubuntu.com', 'noble', '', undefined],
    ['https://esm.ubuntu.com/apps/ubuntu', 'noble-apps-security', '', undefined],
    ['http://deb.debian.org/debian-ports', 'sid', '', undefined],
  ])('%s %s is judged by host, key and release', (uri, suite, signedBy, distribution) => {
    expect(distributionOf({ uri, suite, signedBy }, release)).toBe(distribution)
  })
})

describe('a suite that one laptop fetches in several ways', () => {
  const known = (source: PackageSource, address: string): KnownSource => {
    const addresses = new Map([[address, '']])
    return { source, addresses, definition: undefined }
  }

  it('is one, with the components of all', () => {
    const merged = mergeArchives([
      known(archive('trixie main'), `${official} stable`),
      known(sourceAt('vendor'), 'https://vendor.example stable'),
      known(archive('trixie contrib', mirror, { files: ['sources.list.d/more.list'] }), `${mirror} trixie`),
      known(archive('trixie non-free', official, { types: ['deb-src'] }), `${official} trixie`),
    ])
    expect(merged.map(({ source, addresses }) => [source.id, source.components, [...addresses.keys()]])).toEqual([
      ['Debian trixie', ['main', 'contrib'], [`${official} stable`, `${mirror} trixie`, `${official} trixie`]],
      ['https://vendor.example stable', ['main'], ['https://vendor.example stable']],
    ])
    expect(merged[0]?.source).toMatchObject({
      types: ['deb', 'deb-src'],
      files: ['sources.list', 'sources.list.d/more.list'],
    })
  })

  it('names the files alone that apt refuses', () => {
    const twice = archive('trixie main', mirror, { hindrance: 'conflict', files: ['sources.list.d/twice.list'] })
    const [merged] = mergeArchives([known(archive('trixie main'), 'a'), known(twice, 'b')])
    expect(merged?.source).toMatchObject({ hindrance: 'conflict', files: ['sources.list.d/twice.list'] })
  })
})

describe('what is added of one', () => {
  const defined = (uri: string, suite: string, fingerprint: string): SourceDefinition => ({
    ...{ uri, suite, types: ['deb'], components: ['main', 'contrib'], architectures: ['amd64'] },
    ...{ fileName: 'debian.list', keyPath: '/usr/share/keyrings/debian-archive-keyring.gpg', key: 'AAAA' },
    fingerprints: [fingerprint],
  })
  const definitionOf = async (shown: PackageSource | undefined, fingerprint = 'A'.repeat(40)) => {
    const { machine: from } = await memoryMachine('p17', [
      answer(readSource, () => Promise.resolve({ source: defined(official, 'stable', 'C'.repeat(40)) })),
    ])
    const { machine: to } = await memoryMachine('xps', [
      answer(readSource, ({ id }) =>
        Promise.resolve({ source: id === 'Debian trixie' ? defined(mirror, 'stable', fingerprint) : null }),
      ),
    ])
    if (shown === undefined) throw new Error('nothing was offered')
    return readDefinition({ from, to }, shown, { signal: AbortSignal.timeout(5_000) })
  }
  const to = [archive('trixie main', mirror)]

  it('has the suite as it is written there, the components that are missing, and a file of its own', async () => {
    const [shown] = compare([archive('trixie main contrib')], to).offered
    const definition = await definitionOf(shown)
    expect(definition).toEqual({
      ...defined(mirror, 'stable', 'A'.repeat(40)),
      ...{ components: ['contrib'], architectures: [], fileName: 'debian-trixie-contrib.sources' },
    })
  })

  it('is for the release that was shown where the whole suite is missing', async () => {
    const [shown] = compare([archive('trixie-backports main')], to).offered
    expect(await definitionOf(shown)).toMatchObject({
      ...{ uri: mirror, suite: 'trixie-backports', fileName: 'debian-trixie-backports.sources' },
    })
  })

  it('is nothing where that laptop has other keys by now', async () => {
    const [shown] = compare([archive('trixie main contrib')], to).offered
    expect(await definitionOf(shown, 'B'.repeat(40))).toBeUndefined()
  })
})
