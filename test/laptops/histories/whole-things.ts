/**
 * Histories of things that are one and lie in two places, or in files that differ in their extension alone: each laptop works in
 * another part, and afterwards each has all of one version and nothing of the other one.
 */
import { expect } from 'vitest'
import type { Host } from '../../../practice/layout.ts'
import type { Answers } from '../../../src-main/contract/preview.ts'
import { inFolder, laptops } from '../../laptops-alice.ts'
import { same, type History } from '../../laptops-histories.ts'

type Choice = 'keep' | 'take'

interface Thing {
  readonly title: string
  /** Of its folder. */
  readonly name: string
  /** Below its folder: what each of its questions is called by. */
  readonly called: readonly string[]
  /** Scripts of root in its folder: what both have, and what each did. */
  readonly equal: string
  readonly work: Readonly<Record<Host, string>>
  /** Below its folder: what has no part in a version. */
  readonly besides?: readonly string[]
  /** The same, with all around it: it stays on the laptop of which the version gave way. */
  readonly unlike?: readonly string[]
}

const things: readonly Thing[] = [
  {
    title: 'a guest of VirtualBox, and its disk that lies elsewhere',
    name: 'virtualbox',
    called: ['machines/win'],
    equal: `mkdir -p machines/win/Logs disks
      cat > machines/win/win.vbox <<END
<?xml version="1.0"?>
<VirtualBox xmlns="http://www.virtualbox.org/" version="1.19-linux">
  <Machine uuid="{6c5ed8f2-1a2b-4c3d-8e9f-000000000001}" name="win" OSType="Windows11_64" snapshotFolder="Snapshots">
    <MediaRegistry><HardDisks><HardDisk uuid="{1}" location="$PWD/disks/win.vdi" format="VDI" type="Normal"/></HardDisks></MediaRegistry>
  </Machine>
</VirtualBox>
END
      printf '<<< Oracle VM VirtualBox Disk Image >>>\\n' > disks/win.vdi; head -c 200000 /dev/zero >> disks/win.vdi
      echo started > machines/win/Logs/VBox.log`,
    work: {
      p17: `sed -i 's/<Machine /<Machine stateFile="Snapshots\\/2026-11-28T10-00-00Z.sav" /' machines/win/win.vbox
        mkdir machines/win/Snapshots; echo memory > machines/win/Snapshots/2026-11-28T10-00-00Z.sav
        echo p17 | dd of=disks/win.vdi bs=1 seek=100000 conv=notrunc status=none`,
      xps: 'echo xps | dd of=disks/win.vdi bs=1 seek=150000 conv=notrunc status=none',
    },
  },
  {
    title: 'a cluster of PostgreSQL, its tablespace and its log behind links',
    name: 'postgresql',
    called: ['pg'],
    equal: `mkdir -p pg/global pg/base/5 pg/pg_tblspc space/PG_17_202406281/5 wal; chmod 700 pg space wal
      echo 17 > pg/PG_VERSION; echo control > pg/global/pg_control; echo row > pg/base/5/16384
      echo row > space/PG_17_202406281/5/16385; echo log > wal/000000010000000000000001
      ln -s "$PWD/space" pg/pg_tblspc/16400; ln -s "$PWD/wal" pg/pg_wal`,
    work: {
      p17: 'echo p17 >> space/PG_17_202406281/5/16385; echo p17 > wal/000000010000000000000002',
      xps: 'echo xps >> pg/base/5/16384; echo xps >> pg/global/pg_control',
    },
  },
  {
    title: 'a database of HSQLDB, which one closed in order and the other one wrote on',
    name: 'hsqldb',
    called: ['shop.properties'],
    equal: `printf '#HSQL Database Engine 2.7.2\\nversion=2.7.2\\nmodified=yes\\n' > shop.properties
      echo 'CREATE TABLE T(I INT)' > shop.script; echo 'INSERT INTO T VALUES(1)' > shop.log; echo rows > shop.data
      printf HSQLLOCK > shop.lck`,
    work: {
      p17: `sed -i s/yes/no/ shop.properties; echo 'INSERT INTO T VALUES(1)' >> shop.script; rm shop.log shop.lck`,
      xps: `echo 'INSERT INTO T VALUES(2)' >> shop.log; printf HSQLLOCKbeat > shop.lck`,
    },
  },
  {
    title: 'a repository with its folder of git elsewhere',
    name: 'git',
    called: ['gits/site'],
    equal: `mkdir gits; git init -q --separate-git-dir gits/site site; cd site; echo 1 > index.html; git add .
      git -c user.name=a -c user.email=a@b commit -q -m one`,
    work: {
      p17: `cd site; echo 2 > index.html; echo new > new.html; git add .; git -c user.name=a -c user.email=a@b commit -q -m two`,
      xps: 'echo draft > site/draft.html',
    },
    // Commits of the version that gave way.
    besides: ['gits/site/objects', 'gits/site/refs/laptops', 'gits/site/logs/refs/laptops'],
    unlike: ['gits/site/objects', 'gits/site/refs'],
  },
  {
    title: 'databases of several files of one stem',
    name: 'stems',
    called: ['orders.MYI', 'roads.shp', 'words.dir'],
    equal: `printf "'a', (0, 1)\\n" > words.dir; printf "'a', (0, 1)\\n" > words.bak; printf a > words.dat
      for one in shp shx; do printf '\\0\\0\\047\\nrows' > roads.$one; done; echo known > roads.dbf; echo EPSG > roads.prj
      printf '\\376\\376\\007\\001' > orders.MYI; echo rows > orders.MYD; echo table > orders.frm`,
    work: {
      p17: 'printf bb > words.dat; echo p17 >> roads.dbf; echo p17 >> orders.MYD',
      xps: `printf "'b', (0, 1)\\n" >> words.dir; printf "'b'" >> words.bak; echo xps | tee -a roads.shp >> roads.shx; echo xps | tee -a orders.frm >> orders.MYI`,
    },
  },
]

/** Names, kinds, modes and where links lead, then what is in each file. */
function listing(besides: readonly string[]): string {
  const prune = ['none', ...besides].map((one) => `-path ./${one}`).join(' -o ')
  return `export LC_ALL=C; find . \\( ${prune} \\) -prune -o -printf '%p %y %m %l\\n' | sort
    find . \\( ${prune} \\) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum`
}

interface Versions {
  /** Of each laptop, right after it worked. */
  readonly made: { [host in Host]?: string }
  readonly ids: readonly string[]
  readonly folder: string
  readonly workOn: (...hosts: readonly Host[]) => Promise<void>
  readonly versionOn: (host: Host) => Promise<string>
}

function versionsOf({ called, work, besides = [] }: Thing, folder: string): Versions {
  const made: Versions['made'] = {}
  const versionOn = (host: Host): Promise<string> => inFolder(host, folder, listing(besides))
  return {
    ...{ made, folder, versionOn },
    ids: called.map((one) => `home:${folder}/${one}`),
    async workOn(...hosts) {
      for (const host of hosts) {
        await inFolder(host, folder, work[host])
        made[host] = await versionOn(host)
      }
    },
  }
}

const answering = (ids: readonly string[], choice: Choice): Answers => Object.fromEntries(ids.map((id) => [id, choice]))

function decided(thing: Thing, choice: Choice): History {
  const { made, ids, folder, workOn, versionOn } = versionsOf(thing, `Wholes/${thing.name}-${choice}`)
  const wanted = () => made[choice === 'keep' ? 'xps' : 'p17']
  return {
    title: `has all of one version of ${thing.title}, where the answer is ${choice}`,
    owns: [folder],
    switches: [
      { from: 'p17', work: () => inFolder('p17', folder, thing.equal) },
      {
        from: 'p17',
        work: () => workOn(...laptops),
        answers: answering(ids, choice),
        async claims({ decisions }) {
          expect(decisions.map(({ id, kind }) => [id, kind])).toEqual(ids.map((id) => [id, 'both']))
          expect(await versionOn('xps')).toBe(wanted())
          expect(await versionOn('p17')).toBe(made.p17)
        },
      },
      {
        from: 'xps',
        async claims(told) {
          expect(told).toMatchObject({ ...same, decisions: [] })
          for (const host of laptops) expect(await versionOn(host)).toBe(wanted())
        },
      },
    ],
  }
}

/** One of them works in it only after the plan. */
function late(thing: Thing, host: Host): History {
  const { made, ids, folder, workOn, versionOn } = versionsOf(thing, `Wholes/${thing.name}-late-${host}`)
  return {
    title: `leaves all of its own version of ${thing.title} to a laptop, where ${host} worked in it after the plan`,
    owns: [folder],
    ...(host === 'p17' ? { unlike: (thing.unlike ?? []).map((one) => `./alice/${folder}/${one}`) } : {}),
    switches: [
      { from: 'p17', work: () => inFolder('p17', folder, thing.equal) },
      {
        from: 'p17',
        work: () => workOn(host === 'p17' ? 'xps' : 'p17'),
        planned: () => workOn(host),
        async claims({ decisions }) {
          expect(decisions.map(({ id, kind }) => [id, kind])).toEqual(
            host === 'p17' ? ids.map((id) => [id, 'only-there']) : [],
          )
          for (const each of laptops) expect(await versionOn(each)).toBe(made[each])
        },
      },
      {
        from: 'xps',
        answers: answering(ids, 'take'),
        async claims({ decisions }) {
          expect(decisions.map(({ id, kind }) => [id, kind])).toEqual(ids.map((id) => [id, 'both']))
          for (const each of laptops) expect(await versionOn(each)).toBe(made.xps)
        },
      },
    ],
  }
}

export const historiesOfWholeThings: readonly History[] = things.flatMap((thing) => [
  decided(thing, 'keep'),
  decided(thing, 'take'),
  late(thing, 'p17'),
  late(thing, 'xps'),
])
