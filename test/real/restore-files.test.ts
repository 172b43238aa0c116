/** Bringing files back from a real snapshot on a real btrfs, with everything a home may hold. */
import { execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readSets } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { restoreHere, inspectRestore } from '../../src-main/domains/files/on-machine/restore/restore.ts'
import { makeStaging, removeStaging, stagingName } from '../../src-main/domains/files/on-machine/restore/staging.ts'
import { sweepRestores } from '../../src-main/domains/files/on-machine/restore/sweep.ts'
import { placeRestored } from '../../src-main/domains/files/on-machine/restore/place-restored.ts'
import { linesOfStaged } from '../../src-main/domains/files/on-machine/restore/staged-lines.ts'
import { copyTrees } from '../../src-main/tools/files/cp.ts'
import { toAppError } from '../../src-main/kernel/app-error.ts'
import { describeHere, makePracticePlace } from './files-place.ts'
import { sayAll } from './words.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace())
let alice: string
beforeAll(() => {
  alice = path.join(place.home, 'alice')
})
beforeEach(() => {
  place.emptyFolder()
})

let count = 0
interface RestoreOptions {
  readonly where?: 'original' | 'beside'
  readonly subvolume?: string
  /** Between looking and doing. */
  readonly meanwhile?: () => void
}

/** Plans and runs at once, as a client does. */
async function restore(setId: string, paths: readonly string[], how: RestoreOptions = {}) {
  const { where = 'original', subvolume = 'home', meanwhile } = how
  const request = { choice: { setId, subvolume, paths: [...paths] }, place: where }
  const inspection = await inspectRestore(place.places, request, {})
  meanwhile?.()
  const operationId = `restore-${process.pid}-${(count += 1)}`
  const restored = await restoreHere(
    place.places,
    { ...request, operationId, digest: inspection.digest },
    place.options,
  )
  return { inspection, restored, operationId }
}

const write = (name: string, text: string): void => {
  writeFileSync(path.join(alice, name), text)
}
const read = (name: string): string => readFileSync(path.join(alice, name), 'utf8')
const names = (folder = '.'): string[] => readdirSync(path.join(alice, folder)).sort()
const leftovers = (): string[] => [
  ...readdirSync(place.home).filter((name) => name !== 'alice'),
  ...['restores', 'snapshot-holds'].flatMap((name) => {
    const folder = path.join(place.places.stateFolder, name)
    return existsSync(folder) ? readdirSync(folder) : []
  }),
]

describe('restoring a folder', () => {
  it('brings back everything a file has, whatever its name', async () => {
    place.bash(`
      mkdir -p d/sub d/empty d/nocow
      for name in $'line\\nbreak' $'latin1-\\xe9\\xff' ' spaces ' -rf $'tab\\t' 日本 '*?[x]' 'back\\slash' "$(printf 'n%.0s' {1..255})"; do echo "$name" > "d/sub/$name"; done
      ln -s /nowhere d/link; mkfifo -m 600 d/fifo
      echo one > d/hard-1; ln d/hard-1 d/sub/hard-2; cp /bin/true d/set-id; chown 0:0 d/set-id; chmod 4755 d/set-id
      cp /bin/true d/capable; setcap cap_net_raw+ep d/capable; truncate -s 20M d/sparse; echo end >> d/sparse
      echo x > d/attributed; setfattr -n user.note -v "$(head -c 3000 /dev/zero | tr '\\0' n)" d/attributed
      setfacl -m u:33:r d/attributed; setfacl -m d:u:33:rwx,u:33:rwx d/sub
      chattr +C d/nocow; head -c 3M /dev/urandom > d/nocow/image; touch d/flagged; chattr +C d/flagged; head -c 1M /dev/urandom > d/flagged
      chown -h 1000:1000 d/link d/fifo d/sparse d/sub; chown 5:6 d/nocow; chmod 750 d/nocow d/sub; chmod 1777 d/empty
      python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("d/socket")'
      find d -exec touch -hd '2020-01-01 01:02:03.123456789' {} +`)
    const id = await place.take()
    const stamp = 'touch -d "2020-01-01 01:02:03.123456789" .'
    place.bash(stamp)
    const before = place.bash(describeHere)
    expect(before).toContain('user.note')
    rmSync(path.join(alice, 'd'), { recursive: true })
    const { restored, inspection } = await restore(id, ['alice/d'])
    place.bash(stamp)
    expect(place.bash(describeHere)).toBe(before)
    expect(restored.files).toBe(inspection.files)
    expect(restored.places).toEqual([path.join(alice, 'd')])
    expect(restored.keptAs).toEqual([])
    expect(leftovers()).toEqual([])
  })

  it('shares the contents with the snapshot, also of files that are not copied on write', async () => {
    place.bash(`
      mkdir d; head -c 4M /dev/urandom > d/plain; mkdir d/nocow; chattr +C d/nocow; head -c 4M /dev/urandom > d/nocow/image
      sync -f .`)
    const id = await place.take()
    rmSync(path.join(alice, 'd'), { recursive: true })
    await restore(id, ['alice/d'])
    const shared = (file: string) => place.bash(`filefrag -v ${file} | grep -c shared`).trim()
    expect([shared('d/plain'), shared('d/nocow/image')]).toEqual(['1', '1'])
    expect(place.bash('lsattr -d d/nocow/image')).toMatch(/^\S*C\S* /)
  })

  it('restores two gigabytes without copying them', async () => {
    place.bash('fallocate -l 2G large; sync -f .')
    const id = await place.take()
    rmSync(path.join(alice, 'large'))
    const { inspection, restored } = await restore(id, ['alice/large'])
    expect(place.bash('filefrag -v large | grep -c shared').trim()).not.toBe('0')
    expect([inspection.instant, inspection.bytes, restored.bytes]).toEqual([true, 2 ** 31, 2 ** 31])
    expect(lstatSync(path.join(alice, 'large')).size).toBe(2 ** 31)
  })

  it('leaves what exists only now, and keeps what is overwritten in a snapshot taken first', async () => {
    mkdirSync(path.join(alice, 'd/deep'), { recursive: true })
    write('d/changed', 'then')
    write('d/deep/gone', 'gone')
    write('d/same', 'same')
    const id = await place.take()
    write('d/changed', 'now')
    write('d/new', 'only now')
    rmSync(path.join(alice, 'd/deep'), { recursive: true })
    const same = lstatSync(path.join(alice, 'd/same')).ino
    const { inspection, restored } = await restore(id, ['alice/d'])
    expect(inspection).toMatchObject({
      files: 2,
      overwrittenCount: 1,
      overwritten: [{ path: 'alice/d/changed', kind: 'changed' }],
    })
    expect([read('d/changed'), read('d/deep/gone'), read('d/new')]).toEqual(['then', 'gone', 'only now'])
    expect(lstatSync(path.join(alice, 'd/same')).ino).toBe(same)
    expect(names('d')).toEqual(['changed', 'deep', 'new', 'same'])
    expect(readFileSync(place.inSet(restored.keptSet ?? '', 'home/alice/d/changed'), 'utf8')).toBe('now')
    const [newest] = readSets(place.places.stateFolder)
    expect(newest).toMatchObject({ id: restored.keptSet, subvolumes: ['home'] })
  })

  it('gives folders that are still there their mode, owner, ACL and time back', async () => {
    place.bash(
      'mkdir d; chmod 2750 d; chown 1000:1000 d; setfacl -m u:33:rwx d; setfattr -n user.k -v then d; echo x > d/x; touch -d 2020-01-01 d',
    )
    const id = await place.take()
    const before = place.bash(describeHere, path.join(alice))
    place.bash('rm d/x; setfacl -b d; chmod 700 d; chown 0:0 d; setfattr -n user.k -v now d')
    const { inspection } = await restore(id, ['alice/d'])
    expect(inspection.overwritten).toMatchObject([{ path: 'alice/d', kind: 'attributes' }])
    const without = (text: string) => text.replace(/ \d+\.\d+ \n/g, '')
    expect(without(place.bash(describeHere))).toBe(without(before))
    expect(statSync(path.join(alice, 'd')).mtime.toISOString()).toBe('2020-01-01T00:00:00.000Z')
  })

  it('has nothing to do the second time', async () => {
    mkdirSync(path.join(alice, 'd'))
    write('d/x', 'then')
    const id = await place.take()
    rmSync(path.join(alice, 'd'), { recursive: true })
    await restore(id, ['alice/d'])
    const sets = readSets(place.places.stateFolder).length
    const { inspection } = await restore(id, ['alice/d/x'])
    expect(inspection).toMatchObject({ files: 0, overwrittenCount: 0 })
    expect(names('d')).toEqual(['x'])
    expect(readSets(place.places.stateFolder)).toHaveLength(sets)
  })

  it.each([7_000])('restores %i single files with long names, with their hard links', async (number) => {
    place.bash(
      `mkdir d; touch d/x; python3 -c 'import os
for i in range(${number}): open("d/%0220d" % i, "w").write("then")
os.link("d/%0220d" % 0, "d/linked")'`,
    )
    const id = await place.take()
    place.bash(`cd d; find . -name '0*' -delete; rm linked; ls`)
    const { inspection } = await restore(id, ['alice/d'])
    expect(inspection.files).toBe(number + 1)
    expect(names('d')).toHaveLength(number + 2)
    expect(place.bash('stat -c %h d/linked').trim()).toBe('2')
  })

  it('puts a folder where a file is now, and a file where a folder is now, and keeps both', async () => {
    mkdirSync(path.join(alice, 'd/folder'), { recursive: true })
    write('d/folder/in', 'then')
    write('d/file', 'then')
    const id = await place.take()
    rmSync(path.join(alice, 'd'), { recursive: true })
    mkdirSync(path.join(alice, 'd/file'), { recursive: true })
    write('d/file/in', 'now')
    write('d/folder', 'now')
    const { restored } = await restore(id, ['alice/d'])
    expect([read('d/folder/in'), read('d/file')]).toEqual(['then', 'then'])
    expect([read('d/folder.bak'), read('d/file.bak/in')]).toEqual(['now', 'now'])
    expect([...restored.keptAs].sort()).toEqual([path.join(alice, 'd/file.bak'), path.join(alice, 'd/folder.bak')])
  })

  it('leaves a nested subvolume alone, and restores it by itself', async () => {
    place.bash('mkdir d; btrfs -q subvolume create d/nested; echo then > d/nested/in; echo x > d/x')
    const id = await place.take()
    place.bash('echo now > d/nested/in; rm d/x')
    const { inspection } = await restore(id, ['alice/d'])
    expect(sayAll(inspection.notes)).toContain('alice/d/nested')
    expect([read('d/nested/in'), read('d/x')]).toEqual(['now\n', 'x\n'])
    const nested = readdirSync(place.inSet(id, 'nested'))
    const { restored } = await restore(id, ['in'], { subvolume: `nested/${nested[0] ?? ''}` })
    expect([read('d/nested/in'), read('d/nested/in.bak')]).toEqual(['then\n', 'now\n'])
    expect(restored.places).toEqual([path.join(alice, 'd/nested/in')])
    expect(names('d/nested')).toEqual(['in', 'in.bak'])
    place.bash('btrfs -q subvolume delete d/nested')
  })
})

describe('restoring a file', () => {
  it('keeps the present one beside it, under a name that is free', async () => {
    write('letter', 'then')
    const id = await place.take()
    write('letter', 'now')
    write('letter.bak', 'another')
    const { inspection, restored } = await restore(id, ['alice/letter'])
    expect([read('letter'), read('letter.bak'), read('letter.bak2')]).toEqual(['then', 'another', 'now'])
    expect(sayAll([inspection.keeps])).toContain('.bak')
    expect(restored).toMatchObject({ files: 1, keptAs: [path.join(alice, 'letter.bak2')] })
  })

  it('makes the folders around it as they were', async () => {
    place.bash(
      'mkdir -p a/b; chmod 750 a; chown 1000:1001 a/b; chmod 700 a/b; setfacl -m u:33:rx a/b; echo x > a/b/x; echo y > a/b/y',
    )
    const id = await place.take()
    const before = place.bash('stat -c "%a %u %g" a a/b; getfacl -n a/b')
    rmSync(path.join(alice, 'a'), { recursive: true })
    await restore(id, ['alice/a/b/x'])
    expect(place.bash('stat -c "%a %u %g" a a/b; getfacl -n a/b')).toBe(before)
    expect(names('a/b')).toEqual(['x'])
  })

  it('puts it beside what is there when asked to, again and again, also when its name is as long as names can be', async () => {
    const long = `${'n'.repeat(250)}.txt`
    write('report.odt', 'then')
    write(long, 'then')
    const id = await place.take()
    write('report.odt', 'now')
    const first = await restore(id, ['alice/report.odt'], { where: 'beside' })
    const second = await restore(id, ['alice/report.odt', `alice/${long}`], { where: 'beside' })
    const made = [...first.restored.places, ...second.restored.places].map((one) => path.basename(one))
    expect(made[0]).toMatch(/^report \(from \d+ \w+ \d\d\.\d\d\)\.odt$/)
    expect(made[1]).toMatch(/^report \(from \d+ \w+ \d\d\.\d\d 2\)\.odt$/)
    expect(Buffer.byteLength(made[2] ?? '')).toBe(255)
    expect(made[2]).toMatch(/^n+ \(from .*\)\.txt$/)
    expect(read('report.odt')).toBe('now')
    for (const name of made) expect(read(name)).toBe('then')
  })

  it('restores links as links, FIFOs as FIFOs, and does not wait for them', async () => {
    place.bash('ln -s then link; mkfifo pipe; mkfifo now-a-pipe.fifo; echo then > now-a-pipe')
    const id = await place.take()
    place.bash('rm pipe now-a-pipe; ln -sfn now link; echo x > pipe; mkfifo now-a-pipe')
    await restore(id, ['alice/link', 'alice/pipe', 'alice/now-a-pipe'])
    expect(readlinkSync(path.join(alice, 'link'))).toBe('then')
    expect(readlinkSync(path.join(alice, 'link.bak'))).toBe('now')
    expect(lstatSync(path.join(alice, 'pipe')).isFIFO()).toBe(true)
    expect(lstatSync(path.join(alice, 'now-a-pipe.bak')).isFIFO()).toBe(true)
    expect(read('now-a-pipe')).toBe('then\n')
  })

  it('lets a program that has it open go on with the present one, which is the kept one', async () => {
    write('log', 'then')
    const id = await place.take()
    write('log', 'now')
    const writer = spawn('sh', ['-c', 'exec >> log; echo ready >&2; read x; echo more'], {
      cwd: alice,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    await new Promise((resolve) => writer.stderr.once('data', resolve))
    const { inspection } = await restore(id, ['alice/log'])
    expect(sayAll(inspection.notes)).toContain('“alice/log” is open in sh')
    writer.stdin.end('x\n')
    await new Promise((resolve) => writer.once('exit', resolve))
    expect([read('log'), read('log.bak')]).toEqual(['then', 'nowmore\n'])
  })
})

describe('what may happen meanwhile', () => {
  it('does nothing when what would be overwritten has changed since it was looked at', async () => {
    write('letter', 'then')
    const id = await place.take()
    write('letter', 'now')
    const sets = readSets(place.places.stateFolder).length
    const outcome = await restore(id, ['alice/letter'], { meanwhile: () => write('letter', 'later') }).catch(toAppError)
    expect(outcome).toMatchObject({ code: 'plan-changed' })
    expect(names()).toEqual(['letter'])
    expect(readSets(place.places.stateFolder)).toHaveLength(sets)
  })

  it('keeps a file that was written after the snapshot was taken, also within a folder', async () => {
    mkdirSync(path.join(alice, 'd'))
    write('d/x', 'then')
    const keptSet = await place.take()
    write('d/x', 'written meanwhile')
    const { stateFolder } = place.places
    const noted = { operationId: 'late', subvolume: 'home' }
    const staging = makeStaging(stateFolder, { ...noted, liveRoot: place.home, setId: undefined })
    execFileSync('sh', ['-c', `mkdir -p alice/d; echo then > alice/d/x`], {
      cwd: path.join(place.home, stagingName('late')),
    })
    const roots = { liveRoot: place.home, sourceRoot: staging.path, expectedRoot: place.inSet(keptSet, 'home') }
    const lines = linesOfStaged({ staged: staging.path, liveRoot: place.home, chosen: new Set(['alice/d']) })
    const { keptAs } = await placeRestored({ ...noted, stateFolder, keptSet, request: { ...roots, lines } }, {})
    staging.close()
    expect(keptAs).toEqual(['alice/d/x.bak'])
    expect([read('d/x'), read('d/x.bak')]).toEqual(['then\n', 'written meanwhile'])
    await removeStaging(place.places.stateFolder, { operationId: 'late', liveRoot: place.home }, {})
  })

  it('never writes behind a link, whether it was there before or is swapped in midway', async () => {
    const elsewhere = path.join(place.system, 'elsewhere')
    rmSync(elsewhere, { recursive: true, force: true })
    mkdirSync(elsewhere)
    mkdirSync(path.join(alice, 'd'))
    write('d/x', 'then')
    const id = await place.take()
    rmSync(path.join(alice, 'd'), { recursive: true })
    symlinkSync(elsewhere, path.join(alice, 'd'))
    expect(await restore(id, ['alice/d/x']).catch(toAppError)).toMatchObject({ code: 'blocked' })
    expect(readdirSync(elsewhere)).toEqual([])
    // The folder itself was chosen: the link is kept, and the folder comes into its place.
    await restore(id, ['alice/d'])
    expect(read('d/x')).toBe('then')
    expect(readlinkSync(path.join(alice, 'd.bak'))).toBe(elsewhere)
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it('never writes elsewhere while the person swaps a folder for a link as fast as they can', async () => {
    const elsewhere = path.join(place.system, 'elsewhere')
    rmSync(elsewhere, { recursive: true, force: true })
    mkdirSync(elsewhere)
    place.bash('mkdir -p d/in; for i in $(seq 300); do echo $i > d/in/$i; done')
    const id = await place.take()
    place.bash('rm -r d/in; mkdir d/in')
    const swapper = spawn(
      'python3',
      [
        '-c',
        `import os\nos.chdir("d")\nos.symlink(${JSON.stringify(elsewhere)}, "l")\nwhile True:\n  try:\n    os.rename("in", "t"); os.rename("l", "in"); os.rename("in", "l"); os.rename("t", "in")\n  except OSError: pass`,
      ],
      { cwd: alice, stdio: 'ignore' },
    )
    try {
      for (let round = 0; round < 3; round += 1) {
        const outcome = await restore(id, ['alice/d']).catch(toAppError)
        if ('code' in outcome) expect(['plan-changed', 'blocked', 'tool-failed']).toContain(outcome.code)
      }
    } finally {
      swapper.kill('SIGKILL')
    }
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it('removes what a killed restoring left, and nothing else', async () => {
    write('x', 'then')
    const id = await place.take()
    rmSync(path.join(alice, 'x'))
    const notes = path.join(place.places.stateFolder, 'restores')
    const staging = makeStaging(place.places.stateFolder, {
      operationId: 'dead',
      subvolume: 'home',
      liveRoot: place.home,
      setId: id,
    })
    staging.close()
    writeFileSync(path.join(place.home, stagingName('dead'), 'half'), 'half')
    await sweepRestores(place.places, {})
    expect(existsSync(path.join(place.home, stagingName('dead')))).toBe(true)
    const note = JSON.parse(readFileSync(path.join(notes, 'dead.json'), 'utf8')) as { process: object }
    writeFileSync(
      path.join(notes, 'dead.json'),
      JSON.stringify({ ...note, process: { ...note.process, startTime: '1' } }),
    )
    mkdirSync(path.join(place.home, '.pc-switcher-restore-not-ours'))
    await restore(id, ['alice/x'])
    expect(leftovers()).toEqual(['.pc-switcher-restore-not-ours'])
    rmSync(path.join(place.home, '.pc-switcher-restore-not-ours'), { recursive: true })
    expect(read('x')).toBe('then')
  })

  it('forgets what was left in a subvolume that is gone', async () => {
    write('x', 'then')
    const id = await place.take()
    rmSync(path.join(alice, 'x'))
    const note = {
      version: 1,
      operationId: 'lost',
      folder: 'nested/99999',
      process: { pid: 1, startTime: '1', bootId: 'x' },
    }
    writeFileSync(path.join(place.places.stateFolder, 'restores/lost.json'), JSON.stringify(note))
    await restore(id, ['alice/x'])
    expect(leftovers()).toEqual([])
  })

  it('makes everything ready where nobody else can look or reach', async () => {
    place.bash('chmod 755 .; echo then > x')
    const id = await place.take()
    const staging = makeStaging(place.places.stateFolder, {
      operationId: 'private',
      subvolume: 'home',
      liveRoot: place.home,
      setId: id,
    })
    await copyTrees({ root: place.inSet(id, 'home'), paths: ['alice/x'], into: staging.path }, {})
    const { mode, uid } = statSync(staging.path)
    expect([mode & 0o777, uid]).toEqual([0o700, 0])
    expect(leftovers()).toContain('restore-private.json')
    staging.close()
    await removeStaging(place.places.stateFolder, { operationId: 'private', liveRoot: place.home }, {})
    expect(leftovers()).toEqual([])
  })

  it('says so when the snapshot or the file in it is not there', async () => {
    write('x', 'then')
    symlinkSync('/etc', path.join(alice, 'etc'))
    const id = await place.take()
    for (const wanted of ['alice/y', 'alice/etc/passwd', 'bob'])
      expect(await restore(id, [wanted]).catch(toAppError)).toMatchObject({ code: 'not-found' })
    expect(await restore('20200101T000000000Z-none', ['alice/x']).catch(toAppError)).toMatchObject({
      code: 'not-found',
    })
  })
})

describe('a disk without room', () => {
  it('loses nothing and says so', async () => {
    const small = makePracticePlace(300)
    try {
      small.bash('mkdir d; echo then > d/letter; touch flagged; chattr +C flagged; head -c 30M /dev/urandom > d/large')
      const id = await small.take()
      small.bash('echo now > d/letter; rm d/large; head -c 20M /dev/urandom > d/large')
      const choice = { setId: id, subvolume: 'home', paths: ['alice/d'] }
      const inspection = await inspectRestore(small.places, { choice, place: 'original' }, {})
      small.bash(
        'while head -c 1M /dev/urandom >> fill 2>/dev/null; do :; done; i=0; while head -c 3000 /dev/urandom > "m$i" 2>/dev/null; do i=$((i+1)); done; sync -f . || true',
      )
      const request = { choice, place: 'original' as const, operationId: 'restore-full', digest: inspection.digest }
      const outcome = await restoreHere(small.places, request, small.options).catch(toAppError)
      // Sharing needs next to no room, so it may also have worked.
      if ('code' in outcome) {
        expect(outcome.code).toBe('disk-full')
        expect(readFileSync(path.join(small.home, 'alice/d/letter'), 'utf8')).toBe('now\n')
      } else expect(readFileSync(path.join(small.home, 'alice/d/letter'), 'utf8')).toBe('then\n')
      expect(readdirSync(small.home)).toEqual(['alice'])
    } finally {
      small.remove()
    }
  })
})
