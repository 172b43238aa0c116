/** Histories of what stays on the target: its own work, keys, sockets, and what is too deep to be copied. */
import { expect } from 'vitest'
import { shellOn } from '../../laptops-agents.ts'
import { laptops, read, write } from '../../laptops-alice.ts'
import { same, type History } from '../../laptops-histories.ts'
import { privateOf } from '../../laptops-home.ts'

const ownWork: History = {
  title: 'keeps what only the other laptop changed, added or deleted, unless it is told to take',
  owns: ['changed.md', 'mine.txt', 'removed.txt', 'taken.txt', 'from p17.txt']
    .map((name) => `Documents/${name}`)
    .concat('fresh'),
  switches: [
    {
      from: 'p17',
      work: () => shellOn('p17', `${write('Documents/changed.md', 'base')}; ${write('Documents/removed.txt', 'base')}`),
    },
    {
      from: 'p17',
      async work() {
        await shellOn(
          'xps',
          `cd /home/alice; echo by xps >> Documents/changed.md; echo mine > Documents/mine.txt; rm Documents/removed.txt; mkdir -p fresh/sub; echo f > fresh/sub/f
          echo gone > Documents/taken.txt; chown -R alice:alice fresh Documents/mine.txt Documents/taken.txt`,
        )
        await shellOn('p17', write('Documents/from p17.txt', 'p17'))
      },
      answers: { 'home:Documents/taken.txt': 'take' },
      async claims({ questions, chosen, left, differences }) {
        expect(questions.map(({ id, safeDefault }) => `${id} ${String(safeDefault)}`).sort()).toEqual([
          'home:Documents/changed.md keep',
          'home:Documents/mine.txt keep',
          'home:Documents/removed.txt keep',
          'home:Documents/taken.txt keep',
          'home:fresh keep',
        ])
        expect({ left, differences }).toEqual({ left: [], differences: [] })
        expect([...chosen].sort()).toEqual([
          'Documents/changed.md',
          'Documents/mine.txt',
          'Documents/removed.txt',
          'fresh',
        ])
        expect(await read('xps', 'Documents/changed.md')).toContain('by xps')
        expect(await read('xps', 'Documents/mine.txt')).toBe('mine\n')
        expect(await read('xps', 'Documents/removed.txt')).toBe('ABSENT\n')
        expect(await read('xps', 'Documents/taken.txt')).toBe('ABSENT\n')
        expect(await read('xps', 'fresh/sub/f')).toBe('f\n')
        expect(await read('xps', 'Documents/from p17.txt')).toBe('p17\n')
      },
    },
    { from: 'xps', claims: (told) => expect(told).toMatchObject(same) },
  ],
}

function keysInDeletedFolders(): History {
  const allPrivate = async () => ({ p17: await privateOf('p17'), xps: await privateOf('xps') })
  let before: Awaited<ReturnType<typeof allPrivate>> | undefined
  return {
    title: 'leaves a folder that was deleted, or became a file, when it holds a key or a cache, and says so',
    owns: ['.ssh', '.ssh-before', '.mozilla', '.config/editor'],
    switches: [
      {
        from: 'p17',
        async work() {
          before = await allPrivate()
          await shellOn(
            'xps',
            `cd /home/alice; cp -a .ssh .ssh-before; mkdir -p .mozilla/firefox/p/cache2 .config/editor/Cache
            echo c > .mozilla/firefox/p/cache2/c; echo c > .config/editor/Cache/c; chown -R alice: .mozilla .config/editor`,
          )
          await shellOn(
            'p17',
            `cd /home/alice; mkdir -p .mozilla/firefox/p .config/editor; echo p > .mozilla/firefox/p/prefs
            echo s > .config/editor/settings; chown -R alice: .mozilla .config/editor`,
          )
        },
      },
      {
        from: 'p17',
        work: () =>
          shellOn(
            'p17',
            'cd /home/alice; rm -r .mozilla .config/editor; echo file > .config/editor; mv .ssh /root/ssh-away',
          ),
        async claims({ left, differences }) {
          expect(differences).toEqual([])
          expect(left.find((one) => one.why === 'different on XPS 13, and nobody was asked')?.names).toContain(
            '.config/editor',
          )
          expect(await shellOn('xps', 'cd /home/alice/.config/editor; cat settings Cache/c')).toBe('s\nc\n')
          const why = 'deleted on P17, but holding files that are always left alone'
          expect(left.find((one) => one.why === why)?.names).toContain('.ssh')
          expect(await shellOn('xps', 'ls /home/alice/.ssh')).toContain('id_ed25519')
          expect(await shellOn('xps', 'cd /home/alice; find .mozilla -type f')).toBe('.mozilla/firefox/p/cache2/c\n')
        },
      },
      {
        from: 'p17',
        async work() {
          await shellOn('p17', 'mv /root/ssh-away /home/alice/.ssh')
          await shellOn('xps', 'cd /home/alice; rm -r .ssh-before .mozilla .config/editor')
        },
        answers: { 'home:.config/editor': 'take' },
        async claims({ differences }) {
          expect(differences).toEqual([])
          expect(await read('xps', '.config/editor')).toBe('file\n')
          expect(await allPrivate()).toEqual(before)
        },
      },
    ],
  }
}

const ofSocket = { why: 'only on XPS 13, holding sockets or device files', names: ['socket'] }
const otherMode = { why: 'different on XPS 13, and nobody was asked', names: ['mode (the folder itself)'] }

const switchAfterSwitch: History = {
  title: 'keeps, switch after switch, a deleted folder that was kept, one that holds a socket, and the mode of another',
  owns: ['stays', 'socket', 'mode'],
  switches: [
    {
      from: 'p17',
      work: () => shellOn('p17', ['stays/sub/f', 'socket/f', 'mode/f'].map((file) => write(file, 'first')).join('; ')),
    },
    {
      from: 'p17',
      async work() {
        await shellOn('p17', 'cd /home/alice; rm -r stays socket')
        await shellOn(
          'xps',
          `cd /home/alice; echo more >> stays/sub/f; chmod 700 mode
          perl -MSocket -e 'socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, sockaddr_un("socket/s")) or die'`,
        )
      },
      answers: { 'home:stays': 'keep' },
      claims(told) {
        // Nobody changed the folder meanwhile: it stays because of what is in it, and that is said, before and after.
        expect(told).toMatchObject({ chosen: ['stays'], left: [otherMode, ofSocket], differences: [] })
        expect(told.notices).toContain('XPS 13 has 1: socket/s.')
      },
    },
    {
      from: 'p17',
      async claims(told) {
        // Nobody was asked about the folder around the socket this time either.
        expect(told).toMatchObject({ chosen: ['stays'], left: [otherMode, ofSocket], differences: [] })
        expect(await read('xps', 'stays/sub/f')).toBe('first\nmore\n')
        expect(await shellOn('xps', 'cd /home/alice; ls socket; stat -c %a mode')).toBe('s\n700\n')
      },
    },
    {
      from: 'xps',
      work: () => shellOn('xps', 'rm /home/alice/socket/s'),
      async claims(told) {
        // Without its socket the folder can be copied, and it was last worked on here.
        expect(told).toMatchObject(same)
        expect(await shellOn('p17', 'ls -A /home/alice/socket')).toBe('')
        expect(await read('p17', 'stays/sub/f')).toBe('first\nmore\n')
        expect(await shellOn('p17', 'stat -c %a /home/alice/mode')).toBe('700\n')
      },
    },
  ],
}

const deepName = 'n'.repeat(230)
const deepFile = (text: string) =>
  `perl -e 'chdir "/home/alice"; for (1 .. 18) { mkdir "n" x 230; chdir "n" x 230 } open(my $f, ">", "f"); print $f shift' ${text}; chown -R alice: /home/alice/n*`

const tooDeep: History = {
  title: 'leaves paths aside that are too long, on either laptop, and says so before',
  owns: [deepName, 'Documents/shallow.txt'],
  switches: [
    {
      from: 'p17',
      work: () => shellOn('p17', `${deepFile('here')}; ${write('Documents/shallow.txt', 'comes')}`),
      async claims({ differences, notices }) {
        expect(differences).toEqual([])
        expect(notices).toMatch(/P17 has 1: n{100,}.*shorter names/)
        expect(await read('xps', 'Documents/shallow.txt')).toBe('comes\n')
      },
    },
    {
      from: 'p17',
      work: () => shellOn('xps', deepFile('there')),
      async claims({ differences }) {
        expect(differences).toEqual([])
        for (const host of laptops)
          expect(await shellOn(host, `find /home/alice/n* -name f -execdir cat {} +`)).toBe(
            host === 'p17' ? 'here' : 'there',
          )
      },
    },
    {
      from: 'p17',
      async work() {
        for (const host of laptops) await shellOn(host, 'rm -r /home/alice/n*')
      },
    },
  ],
}

export const historiesOfStaying: readonly History[] = [ownWork, keysInDeletedFolders(), switchAfterSwitch, tooDeep]
