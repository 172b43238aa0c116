/** Ten things that people have, of the kinds that are decided as one or belong to one laptop, as they stand in a home. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { exclusions } from '../../src-main/commons/home-exclusions/exclusions.ts'
import { isCacheOf } from '../../src-main/domains/home-sync/on-pair/plan/developer-caches.ts'
import { createMatcher } from '../../src-main/domains/home-sync/exclusions/exclusion-matcher.ts'
import { keyOfPath } from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { makePracticePlace } from './files-place.ts'
import { scanOf } from './home-scans.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
afterEach(() => place.emptyFolder())

const wal = (name: string): string =>
  `import os,sqlite3; c=sqlite3.connect("${name}"); c.execute("pragma journal_mode=wal"); c.execute("create table t(a)"); c.commit(); os._exit(0)`

describe('is decided as one', () => {
  it.each([
    ['a world of Minecraft', ['.minecraft/saves/Ours/level.dat', '.minecraft/saves/Ours/region/r.0.0.mca']],
    ['what Wine has installed', ['.wine/system.reg', '.wine/user.reg', '.wine/drive_c/game.exe']],
    ['what Proton has installed', ['Steam/pfx/system.reg', 'Steam/pfx/user.reg', 'Steam/pfx/drive_c/game.exe']],
    ['the database of Akonadi', ['.local/share/akonadi/db_data/ibdata1', '.local/share/akonadi/db_data/akonadi/t.ibd']],
  ])('%s', async (_what, files) => {
    for (const name of files) {
      const file = path.join(place.home, 'alice', name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, 'x')
    }
    const { fileSets } = await scanOf(place.places)
    expect(fileSets.flatMap(({ paths }) => paths)).toEqual([`alice/${path.dirname(files[0] ?? '')}`])
  })

  it('a collection of Anki whose program died', async () => {
    place.bash(`mkdir -p "Anki2/User 1"; cd "Anki2/User 1"; python3 -c '${wal('collection.anki2')}'`)
    const [set] = (await scanOf(place.places)).fileSets
    const collection = 'alice/Anki2/User 1/collection.anki2'
    expect(set).toMatchObject({ kind: 'database', paths: [collection, `${collection}-wal`, `${collection}-shm`] })
  })
})

describe('belongs to one laptop, or travels', () => {
  const stays = createMatcher(exclusions)
  const travels = isCacheOf({ home: '/home/alice' })

  it.each([
    ['the lock of Vivaldi', '.var/app/com.vivaldi.Vivaldi/config/vivaldi/SingletonLock', 'lock'],
    ['the lock of a profile of Zotero', '.var/app/org.zotero.Zotero/.zotero/zotero/x.default/.parentlock', 'lock'],
    ['the lock of LibreOffice', '.var/app/org.libreoffice.LibreOffice/config/libreoffice/4/.lock', 'lock'],
    [
      'the device of Fractal in a chat',
      '.var/app/org.gnome.Fractal/data/fractal/x/matrix-sdk-crypto.sqlite3',
      'identity',
    ],
  ])('%s stays', (_what, name, kind) => {
    expect(stays(keyOfPath(`alice/${name}`))).toBe(kind)
  })

  it('browsers that Playwright has fetched travel', () => {
    expect(travels(keyOfPath('alice/.cache/ms-playwright/chromium-1200/chrome'))).toBe(true)
  })
})
