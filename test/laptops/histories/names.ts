/** Histories of names that a list or a pattern can get wrong, and of files that travel apart from the others. */
import { expect } from 'vitest'
import type { Host } from '../../../practice/layout.ts'
import { shellOn } from '../../laptops-agents.ts'
import { read, write } from '../../laptops-alice.ts'
import { same, type History } from '../../laptops-histories.ts'
import { homeOf } from '../../laptops-home.ts'

/** All that are a space or an end of a line to some program, and not ASCII. */
const spaces = ['\u00a0', '\u202f', '\u2002', '\u3000', '\u2028', '\u2029', '\u0085']
const withSpaces = spaces.map((space) => `spaces/a${space}b`)
const apart = spaces.map((space) => `.xsession-errors${space}b`)
const writeAll = (names: readonly string[], text: string) => names.map((name) => write(name, text)).join('; ')

const spacesInNames: History = {
  title: 'keeps what the other laptop changed, and leaves out what never crosses, whatever space is in the name',
  owns: ['spaces'],
  unlike: ['./alice/.xsession-errors?*'],
  switches: [
    { from: 'p17', work: () => shellOn('p17', `${writeAll(withSpaces, 'base')}; ${writeAll(apart, 'of p17')}`) },
    {
      from: 'p17',
      async work() {
        await shellOn('xps', writeAll(withSpaces, 'by xps'))
        await shellOn('p17', write('spaces/new', 'by p17'))
      },
      async claims({ chosen, left, differences }) {
        expect({ left, differences }).toEqual({ left: [], differences: [] })
        expect([...chosen].sort()).toEqual([...withSpaces].sort())
        for (const name of withSpaces) expect(await read('xps', name)).toBe('by xps\n')
        for (const name of apart) expect(await read('xps', name)).toBe('ABSENT\n')
        expect(await read('xps', 'spaces/new')).toBe('by p17\n')
      },
    },
    {
      from: 'xps',
      async claims(told) {
        expect(told).toMatchObject(same)
        for (const name of withSpaces) expect(await read('p17', name)).toBe('by xps\n')
        for (const name of apart) expect(await read('p17', name)).toBe('of p17\n')
        await shellOn('p17', 'rm /home/alice/.xsession-errors?*')
      },
    },
  ],
}

/** Decomposed, not UTF-8, and what runs as its owner. */
const odd = [String.raw`$'cafe\xcc\x81'`, String.raw`$'odd\xff'`, 'set-id']

const unseenByTime: History = {
  title: 'brings other contents under the same size and time, and what is attached, whatever the name or the mode',
  owns: ['unseen'],
  switches: [
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `mkdir /home/alice/unseen; cd /home/alice/unseen
          for name in ${odd.join(' ')}; do
            echo first > $name; mkdir $name.d; mkfifo $name.pipe
            for at in {0..15}; do printf x | dd of=$name.holes bs=1 seek=$((at * 65536)) conv=notrunc status=none; done
          done
          chown -R alice: .; chmod 4755 set-id set-id.holes`,
        ),
      claims: () => expectAlike('xps'),
    },
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `cd /home/alice/unseen
          for name in ${odd.join(' ')}; do
            touch -r $name /root/then; printf FIRST | dd of=$name conv=notrunc status=none; touch -r /root/then $name
            for one in $name $name.d $name.holes; do setfattr -n user.note -v new $one; done
            chmod 640 $name.pipe
          done`,
        ),
      async claims(told) {
        expect(told).toMatchObject(same)
        await expectAlike('xps')
      },
    },
    {
      from: 'xps',
      work: () =>
        shellOn('xps', `cd /home/alice/unseen; for name in ${odd.join(' ')}; do setfattr -x user.note $name; done`),
      async claims(told) {
        expect(told).toMatchObject(same)
        await expectAlike('p17')
      },
    },
  ],
}

/** With as many blocks: a hole stays one. */
async function expectAlike(host: Host): Promise<void> {
  const other = host === 'p17' ? 'xps' : 'p17'
  const blocks = (one: Host) => shellOn(one, 'cd /home/alice/unseen; stat -c "%b %n" * | sort')
  expect(await homeOf(host, [], './alice/unseen')).toBe(await homeOf(other, [], './alice/unseen'))
  expect(await blocks(host)).toBe(await blocks(other))
}

const mountedOver: History = {
  title: 'removes nothing where something was mounted over it on one of them, and brings what that hid once it is gone',
  owns: ['mounted-here', 'mounted-there'],
  switches: [
    {
      from: 'p17',
      async work() {
        const mount = (folder: string) =>
          `mkdir /home/alice/${folder}; mount -t tmpfs tmpfs /home/alice/${folder}; ${write(`${folder}/of the mount`, 'x')}`
        await shellOn('p17', `${mount('mounted-here')}; ${write('mounted-there/real', 'of p17')}`)
        await shellOn('xps', `${mount('mounted-there')}; ${write('mounted-here/real', 'of xps')}`)
      },
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await read('xps', 'mounted-here/real')).toBe('of xps\n')
        expect(await shellOn('xps', 'ls /home/alice/mounted-there')).toBe('of the mount\n')
      },
    },
    {
      from: 'p17',
      async work() {
        await shellOn('p17', 'umount /home/alice/mounted-here')
        await shellOn('xps', 'umount /home/alice/mounted-there')
      },
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await read('xps', 'mounted-here/real')).toBe('of xps\n')
        expect(await read('xps', 'mounted-there/real')).toBe('of p17\n')
      },
    },
    {
      from: 'xps',
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await read('p17', 'mounted-here/real')).toBe('of xps\n')
        expect(await read('p17', 'mounted-there/real')).toBe('of p17\n')
      },
    },
  ],
}

const namedAsOfSyncthing: History = {
  title: 'deletes, renames and relinks what is named as if it were of Syncthing, below a name that is no text too',
  owns: ['as-if'],
  switches: [
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `cd /home/alice; mkdir -p as-if/gone/$'odd \\xff' as-if/stays as-if/before; cd as-if
          echo 1 | tee .syncthing.a '~syncthing~b' stays/.syncthing.c gone/$'odd \\xff'/.syncthing.d before/.syncthing.e > first
          ln first second; ln first third; mkfifo before/pipe; ln first before/fourth; setfattr -n user.note -v mine before; chown -hR alice: .`,
        ),
    },
    {
      from: 'p17',
      work: () =>
        shellOn(
          'p17',
          `cd /home/alice/as-if; rm .syncthing.a '~syncthing~b' stays/.syncthing.c; rm -r gone; mv before after; cp -p third t; mv t third`,
        ),
      async claims(told) {
        expect(told).toMatchObject(same)
        const names = 'cd /home/alice/as-if; find . | LC_ALL=C sort; stat -c %h first third'
        expect(await shellOn('xps', names)).toBe(
          `${['.', './after', './after/.syncthing.e', './after/fourth', './after/pipe', './first', './second', './stays', './third', '3', '1'].join('\n')}\n`,
        )
        expect(await homeOf('p17', [], './alice/as-if')).toBe(await homeOf('xps', [], './alice/as-if'))
      },
    },
  ],
}

export const historiesOfNames: readonly History[] = [namedAsOfSyncthing, spacesInNames, unseenByTime, mountedOver]
